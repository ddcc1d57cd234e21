namespace Postvakt.Hunts;

/// <summary>What findings of different logs have in common when they belong together.</summary>
public enum TraitKind
{
    /// <summary>Name of a machine, the first label in lower case.</summary>
    Host,

    /// <summary>An account: an address, or a name without its domain, in lower case.</summary>
    Person,

    /// <summary>Digest of a file, lower-case hexadecimal.</summary>
    Hash,

    /// <summary>An address of the web, or a host name that was asked for.</summary>
    Url,

    /// <summary>Name of a file without its folder, in lower case.</summary>
    File,

    /// <summary>Message-ID of a mail, without angle brackets.</summary>
    MessageId,

    /// <summary>IP address.</summary>
    Address,
}
