# The card has a DRM node and a frame buffer of this driver, and what is painted into it can be read back. (What its screen shows, QEMU
# lets only a SPICE viewer see.)
#: without session display
#: with painting
find_frame_buffer qxldrmfb
paint
read_back
