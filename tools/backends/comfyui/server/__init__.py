"""The client of one ComfyUI server."""

from tools.backends.comfyui.server.client import ComfyServer
from tools.backends.comfyui.server.following import Patience
from tools.backends.comfyui.server.outputs import Output
from tools.backends.comfyui.server.wire import MAX_FILE_BYTES, MAX_JSON_BYTES

__all__ = ["MAX_FILE_BYTES", "MAX_JSON_BYTES", "ComfyServer", "Output", "Patience"]
