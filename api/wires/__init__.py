"""Events of the log as others read them: one wire format a file."""
