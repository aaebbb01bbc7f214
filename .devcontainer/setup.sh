#!/usr/bin/env bash
# What the image lacks: the .NET SDK of global.json, a browser for the tests, the tools for Azure, the packages.
set -euo pipefail
cd "$(dirname "$0")/.."
curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --jsonfile global.json --install-dir /root/.dotnet
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libicu72
curl -fsSL https://aka.ms/InstallAzureCLIDeb | bash
curl -fsSL https://aka.ms/install-azd.sh | bash
npm ci --ignore-scripts --no-audit --no-fund
/root/.dotnet/dotnet restore
