namespace Postvakt.Messages.Links;

[Flags]
public enum LinkTraits
{
    None = 0,

    /// <summary>The shown text names a different registrable domain than the target.</summary>
    ShownElsewhere = 1,

    /// <summary>Written without scheme: "host.example/path".</summary>
    NoScheme = 2,

    /// <summary>Written so that programs do not see it: hxxp, [.], (dot), a blank inside the host.</summary>
    Defanged = 4,

    /// <summary>Continued over a line break.</summary>
    Split = 8,

    /// <summary>Unwrapped from a redirector (Safe Links, URL Defense, search engines).</summary>
    Unwrapped = 16,

    AddressLiteral = 32,

    /// <summary>Host holds non-ASCII labels.</summary>
    Idn = 64,

    /// <summary>User information before the host.</summary>
    UserInfo = 128,

    /// <summary>Last path segment ends in an archive, script, disk image or macro document extension.</summary>
    FileTarget = 256,

    /// <summary>Path has the counter shape of hijack campaigns: words, then a number of 5 to 10 digits at its end.</summary>
    CounterPath = 512,

    /// <summary>A known service where anybody puts files (cloud drive, transfer site).</summary>
    FileSharing = 1024,

    /// <summary>A known link shortener.</summary>
    Shortener = 2048,

    /// <summary>A redirector whose target cannot be read, being cut off or encoded.</summary>
    Wrapper = 4096,

    /// <summary>Belongs to the maker of a mail program or gateway, which wrote it into the mail by itself ("Get Outlook for iOS").</summary>
    Maker = 8192,

    /// <summary>Stands in a message that the mail carries as a part.</summary>
    Enclosed = 16384,

    /// <summary>The markup hides it, wherever it stands.</summary>
    Hidden = 32768,
}
