"""The catalogue over the Model Context Protocol: the same tools, for models outside the service."""
