"""What window and command line share: items through the examination process, into a case, out as a report."""
