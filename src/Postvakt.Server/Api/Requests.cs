using Postvakt.Audit;
using Postvakt.LockDowns;

namespace Postvakt.Server.Api;

/// <summary>Lets held mail out.</summary>
/// <param name="Recipients">Only these; null or empty for all it is held for.</param>
/// <param name="Genuine">Memory is to learn from it.</param>
/// <param name="Emergency">Against a lock-down, with a second person.</param>
public sealed record ReleaseRequest(IReadOnlyList<string>? Recipients = null, string? Reason = null, bool Genuine = false, bool Emergency = false);

public sealed record ReasonRequest(string? Reason = null);

/// <param name="Scope">"everybody", "campaign" or "group".</param>
/// <param name="Target">Name of the campaign or group.</param>
/// <param name="Until">When it ends by itself, or null.</param>
public sealed record LockDownRequest(LockDownScope Scope = LockDownScope.Everybody, string? Target = null, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>An exception of a sender with one host or one rule, or of one campaign.</summary>
public sealed record ExceptionRequest(string? Sender = null, string? Host = null, string? Rule = null, string? Campaign = null, string? Reason = null, DateTimeOffset Until = default);

public sealed record AccountRequest(Role Role);

public sealed record TokenRequest(string Account, IReadOnlyList<string> Scopes, DateTimeOffset Until);

/// <param name="Folder">Absolute path of a folder that is empty or missing.</param>
public sealed record BackupRequest(string Folder);

/// <param name="Accept">Take over what the source says, also where it lost most of its people.</param>
public sealed record RefreshRequest(bool Accept = false);
