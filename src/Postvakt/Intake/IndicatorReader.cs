using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Messages.Attachments;

namespace Postvakt.Intake;

/// <summary>Observables of a mail that is not clean: hosts, links, files, the sender.</summary>
internal static class IndicatorReader
{
    /// <summary>Of one attachment's inside.</summary>
    private const int MaxInside = 60;

    public static IReadOnlyList<Indicator> Read(MessageProfile profile, Verdict verdict)
    {
        if (verdict == Verdict.Clean) return [];
        var found = new List<Indicator>();
        if (profile.Message.From.Address.Length > 0) found.Add(new Indicator("address", profile.Message.From.Address));
        foreach (var link in profile.Links)
        {
            found.Add(new Indicator("host", link.Host));
            found.Add(new Indicator("url", link.Url));
        }
        foreach (var file in profile.Files.Where(f => f.Kind != AttachmentKind.Picture))
        {
            found.Add(new Indicator("file", file.Name));
            found.AddRange(file.Inner.Take(8).Select(inner => new Indicator("file", inner)));
            if (file.Document is { } document) found.AddRange(document.Indicators.Take(MaxInside).Select(i => new Indicator(i.Type, i.Value)));
        }
        return [.. found.Distinct()];
    }
}
