"""What examines many times: evaluation on labelled lists, normalised copies, fitting the calibrations that ship."""
