"""Published families of detectors: how their files are recognised, built, loaded and fed. One file each."""
