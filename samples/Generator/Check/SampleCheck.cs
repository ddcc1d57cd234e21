using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MimeKit;
using Postvakt.Samples.Output;

namespace Postvakt.Samples.Check;

/// <summary>Reads the written sample back: same bytes as now, parsable, counted, every host reserved, every answer resolvable.</summary>
internal static partial class SampleCheck
{
    public static List<string> Run(SampleFiles files, string directory)
    {
        var complaints = new List<string>();
        foreach (var (name, content) in files.Files())
        {
            if (!File.Exists(Path.Combine(directory, name)) || !File.ReadAllBytes(Path.Combine(directory, name)).AsSpan().SequenceEqual(content))
            {
                complaints.Add($"{name}: differs from what the texts give now; run the generator");
            }
        }

        if (complaints.Count > 0)
        {
            return complaints;
        }

        var history = Read(Path.Combine(directory, "history.mbox"));
        var stream = Read(Path.Combine(directory, "stream.mbox"));
        var labels = File.ReadAllLines(Path.Combine(directory, "labels.tsv")).Skip(1).Select(line => line.Split('\t')).ToArray();
        Require(history.Count == files.History.Count && stream.Count == files.Stream.Count, "an mbox holds another number of mails than was written");
        Require(labels.Length == stream.Count && labels.All(label => label.Length == 6), "labels.tsv: wrong number of lines or columns");
        Require(labels.Select((label, i) => label[0] == i.ToString(CultureInfo.InvariantCulture) && label[1] == stream[i].MessageId).All(good => good), "labels.tsv does not follow the stream");
        Require(history.Concat(stream).Select(mail => mail.MessageId).Distinct().Count() == history.Count + stream.Count, "a Message-ID occurs twice");

        var known = new HashSet<string>();
        var hijacks = labels.Where(label => label[2] == "hijack").Select(label => label[1]).ToHashSet();
        foreach (var mail in history.Concat(stream))
        {
            Require(hijacks.Contains(mail.MessageId ?? "") || mail.References.All(known.Contains), $"{mail.MessageId}: answers a mail that is not there");
            Require(mail.InReplyTo is null == (mail.References.Count == 0), $"{mail.MessageId}: References without In-Reply-To or the other way round");
            known.Add(mail.MessageId ?? "");
        }

        foreach (var mail in history.Concat(stream))
        {
            complaints.AddRange(Places(mail).Where(host => !IsReserved(host)).Select(host => $"{mail.MessageId}: {host} is not reserved"));
        }

        return complaints;

        void Require(bool holds, string complaint)
        {
            if (!holds)
            {
                complaints.Add(complaint);
            }
        }
    }

    private static List<MimeMessage> Read(string path)
    {
        using var stream = File.OpenRead(path);
        var parser = new MimeParser(stream, MimeFormat.Mbox);
        var mails = new List<MimeMessage>();
        while (!parser.IsEndOfStream)
        {
            mails.Add(parser.ParseMessage());
        }

        return mails;
    }

    // Everything that looks like a host or an address, in headers, text and HTML; addresses, ids, links, bare hosts, IP literals.
    private static IEnumerable<string> Places(MimeMessage mail)
    {
        var texts = mail.Headers.Select(header => header.Field is "DKIM-Signature" or "Subject" or "Thread-Topic" ? "" : header.Value)
            .Concat(mail.BodyParts.OfType<TextPart>().Where(part => !part.IsAttachment).Select(part => WebUtility.HtmlDecode(part.Text)));
        return texts.SelectMany(text => AddressPlace().Matches(text).Concat(LinkPlace().Matches(text)).Concat(NumberPlace().Matches(text)).Concat(BareHost().Matches(text)))
            .Select(match => match.Groups[1].Value.Replace("[.]", ".", StringComparison.Ordinal).TrimEnd('.'));
    }

    private static bool IsReserved(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            var octets = address.GetAddressBytes();
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? host.StartsWith("2001:db8:", StringComparison.Ordinal)
                : octets is [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [192, 0, 2, _] or [198, 51, 100, _] or [203, 0, 113, _];
        }

        return host.EndsWith(".example", StringComparison.Ordinal) || host.EndsWith(".test", StringComparison.Ordinal) || host.EndsWith(".invalid", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[\w.+=$-]@([\w.-]+\.\w+)")]
    private static partial Regex AddressPlace();

    [GeneratedRegex(@"\b[a-z]+://([^/\s""<>?:]+)")]
    private static partial Regex LinkPlace();

    [GeneratedRegex(@"[\[( ]((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::+[0-9a-f]{1,4}){3,7})[\]) ]")]
    private static partial Regex NumberPlace();

    [GeneratedRegex(@"(?<![\w@./-])((?:[a-z][\w-]*\.)+[a-z]{3,})/")]
    private static partial Regex BareHost();
}
