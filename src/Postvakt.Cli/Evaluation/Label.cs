namespace Postvakt.Cli.Evaluation;

/// <param name="Variant">Letters joined by '+', "hn:kind" for odd but genuine mail, or "-".</param>
/// <param name="Note">key=value pairs separated by ';'.</param>
internal sealed record Label(string MessageId, bool Hijack, string Variant, string Note)
{
    public bool HardNegative => Variant.StartsWith("hn:", StringComparison.Ordinal);

    public string Campaign => Note.Split(';').FirstOrDefault(p => p.StartsWith("campaign=", StringComparison.Ordinal))?[9..] ?? "";
}
