# What an installed Focal is made of beside its two programs: LibTorch in a folder of its own, the models, the entry in
# the desktop's menu, the licences. cmake --install build/release --prefix DIR
set(torch_lib "${LIBTORCH_ROOT}/torch/lib")
set(cuda_lib "${LIBTORCH_ROOT}/nvidia/cu13/lib")
# libtorch_cpu looks for what it needs beside itself ($ORIGIN), so one flat folder serves.
install(FILES "${torch_lib}/libtorch_cpu.so" "${torch_lib}/libc10.so" "${torch_lib}/libgomp.so.1"
              "${cuda_lib}/libcudart.so.13" "${cuda_lib}/libcupti.so.13"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/focal")
if(FOCAL_CUDA)
  install(DIRECTORY "${torch_lib}/" "${cuda_lib}/" DESTINATION "${CMAKE_INSTALL_LIBDIR}/focal"
          FILES_MATCHING PATTERN "*.so*")
endif()

install(FILES models/compact/grounding.safetensors models/compact/tokenizer.model models/compact/manifest.json
        DESTINATION "${CMAKE_INSTALL_DATADIR}/focal/models/compact")
cmake_path(GET LIBTORCH_ROOT PARENT_PATH focal_cache)
foreach(model dinov2-vits14 mobilesam ssd-mobilenet-v2 efficientnet-lite2)
  install(FILES "${focal_cache}/models/${model}/model.safetensors"
          DESTINATION "${CMAKE_INSTALL_DATADIR}/focal/models/${model}")
endforeach()

foreach(network detection direction recognition)
  install(FILES "${focal_cache}/models/ppocr-v4/${network}.safetensors"
          DESTINATION "${CMAKE_INSTALL_DATADIR}/focal/models/ppocr-v4")
endforeach()

install(FILES packaging/focal.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES resources/focal.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
install(FILES LICENSE THIRD_PARTY.md README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
