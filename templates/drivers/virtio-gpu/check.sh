# The card has a DRM node and a frame buffer of this driver, and what is painted is on its screen (looked at from outside afterwards).
#: without session display
#: with painting
find_frame_buffer virtio_gpudrmfb
paint
