# Sourced by the executables at the root: stops with a sentence that helps unless the .NET SDK 10 is there.

need_dotnet() {
    if ! command -v dotnet > /dev/null; then
        cat >&2 << 'EOF'
postvakt: the command "dotnet" is missing. Postvakt is built with the .NET SDK 10. To get it:
  Ubuntu 24.04 and later:  sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0
  Debian:                  add Microsoft's package source as shown on https://learn.microsoft.com/dotnet/core/install/linux-debian
                           then: sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0
  any Linux, no root:      get the script dotnet-install.sh from https://dot.net/v1/dotnet-install.sh
                           then: bash dotnet-install.sh --channel 10.0 && export PATH="$HOME/.dotnet:$PATH"
EOF
        exit 2
    fi
    # The launcher looks for the runtime in the usual places only; this names the one that "dotnet" belongs to.
    if [[ -z ${DOTNET_ROOT:-} ]]; then
        DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
        export DOTNET_ROOT
    fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

need_sdk() {
    need_dotnet
    if ! dotnet --list-sdks | grep -q '^10\.'; then
        echo "postvakt: \"dotnet\" is there but the .NET SDK 10 is not; see https://dotnet.microsoft.com/download/dotnet/10.0 or, on Debian and Ubuntu: sudo apt-get install -y dotnet-sdk-10.0" >&2
        exit 2
    fi
    # Without ICU the SDK ends at once, unless it is told to do without; what it builds needs none.
    if ! PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2> /dev/null | grep -q 'libicuuc\.so'; then export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1; fi
}
