namespace Postvakt.Mql.Patterns;
internal static class Pattern { public static string? Fault(string p) => null; }
