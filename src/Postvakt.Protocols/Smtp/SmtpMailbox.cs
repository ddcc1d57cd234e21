namespace Postvakt.Protocols.Smtp;

/// <summary>An address of the envelope.</summary>
/// <param name="Address">Without angle brackets and source route, otherwise as it was spelt; empty for the null sender (RFC 5321 4.5.5).</param>
/// <param name="Parameters">ESMTP parameters as they were spelt, such as RET=HDRS or NOTIFY=NEVER.</param>
public sealed record SmtpMailbox(string Address, IReadOnlyList<string> Parameters)
{
    public SmtpMailbox(string address) : this(address, []) { }

    /// <summary>Has characters outside ASCII, which needs SMTPUTF8 (RFC 6531).</summary>
    public bool IsInternational => !System.Text.Ascii.IsValid(Address);

    /// <summary>The value of a parameter, empty if it has none; null if it was not given.</summary>
    public string? Parameter(string name)
    {
        foreach (var parameter in Parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? parameter : parameter[..equals];
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : parameter[(equals + 1)..];
        }
        return null;
    }
}
