using System.Text;
using Postvakt.Sharing.Patterns;
using Postvakt.Sharing.Stix;

namespace Postvakt.Sharing.Lists;

/// <summary>Values of one type, one a line: what mail servers, firewalls and name servers are given.</summary>
public static class PlainList
{
    /// <summary>Begins with a comment that says how far it may be passed on. A value that would be a comment is left out.</summary>
    /// <param name="type">One of <see cref="SharedIndicator.Types"/>.</param>
    public static byte[] Write(SharedReport report, string type)
    {
        var text = new StringBuilder();
        text.Append("# TLP:").Append(TlpText.Of(report.Tlp).ToUpperInvariant()).Append(' ').Append(ForeignJson.Line(report.Name, 200)).Append('\n');
        foreach (var indicator in report.Indicators.Where(i => i.Indicator.Type == type && !i.Revoked).Select(i => StixPattern.PlainValue(i.Indicator)).Where(v => !IsComment(v)).Distinct(StringComparer.Ordinal)) text.Append(indicator).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <param name="type">What its lines are; empty: what they look like.</param>
    /// <param name="read">When it was read: from then on its indicators are valid.</param>
    public static SharedReading Read(ReadOnlyMemory<byte> bytes, string type, DateTimeOffset read, ReadingLimits? limits = null)
    {
        limits ??= ReadingLimits.Default;
        if (ListText.Of(bytes, limits, out var fault) is not { } text) return SharedReading.Broken(fault);
        var (skipped, found, tlp, number, lines) = (new SkippedList(), new List<SharedIndicator>(), (Tlp?)null, 0, 0);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text[range].Trim();
            if (number == 1 && line.StartsWith("# TLP:", StringComparison.Ordinal)) tlp = TlpText.Parse(line[2..].Split(' ')[0]);
            if (line.Length == 0 || IsComment(line)) continue;
            if (++lines > limits.MaxObjects) return SharedReading.Broken(FormattableString.Invariant($"more than {limits.MaxObjects} lines"));
            if (ListText.Parse(type, HostsFile(line)) is { } indicator) found.Add(new SharedIndicator(StixWriter.IdOf("", indicator), indicator, SharedIndicator.UsualConfidence, read, null));
            else skipped.Add(FormattableString.Invariant($"line {number}"), "no indicator");
        }
        return skipped.With(found.Count == 0 ? [] : [new SharedReport("", "", Producer.Unknown, tlp ?? Tlp.Amber, read, read) { Indicators = found }]);
    }

    /// <summary>The name in a line of a hosts file: "0.0.0.0 evil.example".</summary>
    private static string HostsFile(string line) => line.StartsWith("0.0.0.0", StringComparison.Ordinal) || line.StartsWith("127.0.0.1", StringComparison.Ordinal) ? line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, var name, ..] ? name : line : line;

    private static bool IsComment(string line) => line.StartsWith('#') || line.StartsWith(';') || line.StartsWith("//", StringComparison.Ordinal);
}
