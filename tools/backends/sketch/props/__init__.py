"""Things held, worn on the back, sat on or leaned against."""
