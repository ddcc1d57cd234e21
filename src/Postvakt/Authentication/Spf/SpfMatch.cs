namespace Postvakt.Authentication.Spf;

/// <summary>Whether a mechanism matches the client, or why that cannot be said.</summary>
internal enum SpfMatch
{
    No,
    Yes,
    TempError,
    PermError,
}
