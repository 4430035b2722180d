# Installs docent: downloads the archive, compares its checksum, unpacks the program.
#
#     powershell -ExecutionPolicy Bypass -c "irm @REPOSITORY@/releases/latest/download/install.ps1 | iex"
#
# $env:DOCENT_INSTALL_DIR   where the program goes; default: %LOCALAPPDATA%\Programs\docent
# $env:DOCENT_VERSION       another version than @VERSION@
# $env:DOCENT_DOWNLOAD_URL  another place that holds the archives, such as a mirror inside of your network
$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"

function Install-Docent {
    $version = if ($env:DOCENT_VERSION) { $env:DOCENT_VERSION } else { "@VERSION@" }
    $url = if ($env:DOCENT_DOWNLOAD_URL) { $env:DOCENT_DOWNLOAD_URL } else { "@REPOSITORY@/releases/download/v$version" }
    $folder = if ($env:DOCENT_INSTALL_DIR) { $env:DOCENT_INSTALL_DIR } else { Join-Path $env:LOCALAPPDATA "Programs\docent" }
    # Windows on ARM runs it, too.
    $name = "docent-x86_64-pc-windows-msvc"

    $work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        $archive = Join-Path $work "$name.zip"
        Invoke-WebRequest -UseBasicParsing "$url/$name.zip" -OutFile $archive
        Invoke-WebRequest -UseBasicParsing "$url/$name.zip.sha256" -OutFile "$archive.sha256"
        $wanted = ((Get-Content "$archive.sha256" -TotalCount 1) -split " ")[0]
        $found = (Get-FileHash $archive -Algorithm SHA256).Hash
        if ($found -ne $wanted) {
            throw "$name.zip is not what was published: its SHA-256 is $found, not $wanted"
        }
        Expand-Archive $archive -DestinationPath $work
        New-Item -ItemType Directory -Force -Path $folder | Out-Null
        Copy-Item (Join-Path $work "$name\docent.exe") (Join-Path $folder "docent.exe") -Force
    } finally {
        Remove-Item -Recurse -Force $work
    }

    $path = [Environment]::GetEnvironmentVariable("Path", "User")
    if (($path -split ";") -notcontains $folder) {
        [Environment]::SetEnvironmentVariable("Path", "$path;$folder", "User")
        Write-Host "added $folder to your PATH; open a new terminal to use it"
    }
    $installed = (& (Join-Path $folder "docent.exe") --version)[0]
    Write-Host "installed $installed as $(Join-Path $folder "docent.exe")"
}

Install-Docent
