"""The sections of a report, one file each, independent of one another; their order is in `report.build`."""
