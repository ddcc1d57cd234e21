using System.Net;

namespace Postvakt.Protocols.Smtp;

/// <summary>
/// What a mail server told us about the client it had the mail from (Postfix XFORWARD and XCLIENT), decoded. Null: not told, or not available.
/// Its word: names may hold anything printable.
/// </summary>
public sealed record ForwardedClient
{
    public static ForwardedClient Nobody { get; } = new();

    /// <summary>The client's host name.</summary>
    public string? Name { get; init; }

    /// <summary>The client's address as text; IPv6 with its "IPv6:" tag.</summary>
    public string? Address { get; init; }

    public string? Port { get; init; }

    /// <summary>SMTP or ESMTP.</summary>
    public string? Protocol { get; init; }

    public string? Helo { get; init; }

    /// <summary>The mail server's name for the message.</summary>
    public string? Ident { get; init; }

    /// <summary>LOCAL or REMOTE: whether the mail came from inside.</summary>
    public string? Source { get; init; }

    /// <summary>The account that authenticated.</summary>
    public string? Login { get; init; }

    public string? DestinationAddress { get; init; }

    public string? DestinationPort { get; init; }

    /// <summary>The address parsed; null if there is none.</summary>
    public IPAddress? IPAddress => Address is { } text && System.Net.IPAddress.TryParse(text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text, out var parsed)
        ? parsed : null;

    /// <summary>This with one attribute changed; null if there is no such attribute.</summary>
    internal ForwardedClient? With(string attribute, string? value) => attribute switch
    {
        "NAME" => this with { Name = value },
        "ADDR" => this with { Address = value },
        "PORT" => this with { Port = value },
        "PROTO" => this with { Protocol = value },
        "HELO" => this with { Helo = value },
        "IDENT" => this with { Ident = value },
        "SOURCE" => this with { Source = value },
        "LOGIN" => this with { Login = value },
        "DESTADDR" => this with { DestinationAddress = value },
        "DESTPORT" => this with { DestinationPort = value },
        _ => null,
    };

    /// <summary>The attributes of XFORWARD with their values.</summary>
    internal IEnumerable<(string Attribute, string? Value)> Forwardable =>
        [("NAME", Name), ("ADDR", Address), ("PORT", Port), ("PROTO", Protocol), ("HELO", Helo), ("IDENT", Ident), ("SOURCE", Source)];

    /// <summary>What is known here, and the rest from there.</summary>
    internal ForwardedClient Over(ForwardedClient other) => new()
    {
        Name = Name ?? other.Name,
        Address = Address ?? other.Address,
        Port = Port ?? other.Port,
        Protocol = Protocol ?? other.Protocol,
        Helo = Helo ?? other.Helo,
        Ident = Ident ?? other.Ident,
        Source = Source ?? other.Source,
        Login = Login ?? other.Login,
        DestinationAddress = DestinationAddress ?? other.DestinationAddress,
        DestinationPort = DestinationPort ?? other.DestinationPort,
    };
}
