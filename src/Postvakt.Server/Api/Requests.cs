using Postvakt.Audit;
using Postvakt.LockDowns;

namespace Postvakt.Server.Api;

/// <summary>Lets held mail out.</summary>
public sealed record ReleaseRequest
{
    /// <summary>Only these; none for all it is held for.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    public string? Reason { get; init; }

    /// <summary>Memory is to learn from it.</summary>
    public bool Genuine { get; init; }

    /// <summary>Against a lock-down, with a second person.</summary>
    public bool Emergency { get; init; }
}

public sealed record ReasonRequest(string? Reason);

/// <summary>Takes release away, or gives it back.</summary>
public sealed record LockDownRequest
{
    public LockDownScope Scope { get; init; }

    /// <summary>Name of the campaign or group.</summary>
    public string? Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>When it ends by itself; none: when it is lifted.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>An exception of a sender with one host or one rule, or of one campaign.</summary>
public sealed record ExceptionRequest
{
    public string? Sender { get; init; }
    public string? Host { get; init; }
    public string? Rule { get; init; }
    public string? Campaign { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset Until { get; init; }
}

public sealed record AccountRequest(Role Role);

public sealed record TokenRequest(string Account, IReadOnlyList<string> Scopes, DateTimeOffset Until);

/// <param name="Folder">Absolute path of a folder that is empty or missing.</param>
public sealed record BackupRequest(string Folder);

/// <param name="Accept">Take over what the source says, also where it lost most of its people.</param>
public sealed record RefreshRequest(bool Accept);
