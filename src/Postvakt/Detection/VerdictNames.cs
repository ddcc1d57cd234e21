namespace Postvakt.Detection;

public static class VerdictNames
{
    public static string Name(this Verdict verdict) => verdict.ToString().ToLowerInvariant();

    public static string Name(this Disposition disposition) => disposition.ToString().ToLowerInvariant();

    public static string Name(this Severity severity) => severity.ToString().ToLowerInvariant();
}
