namespace Postvakt.Messages.Links;

/// <summary>Links straight to a file that runs, unpacks or carries macros when it is opened.</summary>
internal static class FileTargets
{
    /// <summary>Archives, disk images, scripts, programs, shortcuts, macro documents. Not "com" (a host in a path) nor web pages.</summary>
    private static readonly WordSet Extensions = new(
        "zip zipx rar 7z gz tgz tar cab ace arj lzh lha z bz2 xz zst r00 001 uue "
        + "iso img vhd vhdx vmdk dmg "
        + "exe scr pif bat cmd ps1 psm1 vbs vbe vb js jse mjs wsf wsh wsc hta lnk url msi msp msix msixbundle appx appinstaller application jar jnlp "
        + "reg cpl dll ocx sys inf chm hlp apk ipa pkg deb rpm appref-ms library-ms settingcontent-ms search-ms scf theme "
        + "docm dotm xlsm xltm xlsb xlam xla xll xlm pptm potm ppam ppsm sldm iqy slk one onepkg mht mhtml mde accde ade rdp");

    public static bool Matches(ReadOnlySpan<char> path)
    {
        int query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        ReadOnlySpan<char> name = path[(path.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        if (dot < 1 || name.Length - dot > 20)
        {
            return false;
        }

        Span<char> extension = stackalloc char[20];
        int length = name[(dot + 1)..].ToLowerInvariant(extension);
        return Extensions.Contains(extension[..length]);
    }
}
