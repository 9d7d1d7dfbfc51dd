#!/bin/sh
# System libraries that Qt (window and offscreen) and opencv load and that no Python package brings along.
# Installs what is missing where that is allowed; otherwise prints the one command to run and fails.
set -eu

[ "$(uname -s)" = Linux ] || exit 0

# soname  package (Debian 12)
wanted() {
  cat <<'LIST'
libEGL.so.1 libegl1
libGL.so.1 libgl1
libOpenGL.so.0 libopengl0
libGLX.so.0 libglx0
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11-xcb.so.1 libx11-xcb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libpulse.so.0 libpulse0
libXrandr.so.2 libxrandr2
LIST
}

known=$({ ldconfig -p || /sbin/ldconfig -p || true; } 2>/dev/null)
missing=$(wanted | while read -r soname package; do
  case "$known" in *"$soname "*) ;; *) printf '%s ' "$package" ;; esac
done)
# Qt without any font warns at every text it draws and shows boxes.
if ! find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" -name '*.[to]tf' 2>/dev/null | grep -q .; then
  missing="$missing fonts-dejavu-core"
fi
# Debian's own Python can come without the module that makes environments.
if ! "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then
  missing="$missing $("${PYTHON:-python3}" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
missing=$(echo $missing)
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "These libraries are missing (Debian's names): $missing. Install them with this system's package manager." >&2
  exit 1
fi
command="apt-get update && apt-get install --yes --no-install-recommends $missing"
echo "System libraries are missing: $missing"
export DEBIAN_FRONTEND=noninteractive
if [ "$(id -u)" = 0 ]; then
  sh -c "$command"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo -n env DEBIAN_FRONTEND=noninteractive sh -c "$command"
else
  echo "Please run this and start again:" >&2
  echo "  sudo sh -c '$command'" >&2
  exit 1
fi
