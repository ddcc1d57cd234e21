namespace Postvakt.Detection;

/// <summary>A conclusion that the program can draw, for people who want to know what it looks for.</summary>
/// <param name="Source">"model", or "detector".</param>
public sealed record KnownFinding(string Id, string Title, Severity Severity, string Source, IReadOnlyList<string> Attack)
{
    /// <summary>The model's first, then the detectors' in their order. What lies in files is not among them: there are more kinds of that than a list helps with.</summary>
    public static IReadOnlyList<KnownFinding> All { get; } =
    [
        new(Examiner.HijackId, Examiner.HijackTitle, Severity.Critical, "model", Examiner.HijackAttack),
        .. Detectors.All.Select(d => new KnownFinding(d.Id, d.Title, d.Severity, "detector", d.Attack)),
    ];
}
