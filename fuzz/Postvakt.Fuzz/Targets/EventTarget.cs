using System.Text;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Events;
using Postvakt.Indicators;
using Postvakt.Server.Events;

namespace Postvakt.Fuzz.Targets;

/// <summary>Events whose every text is hostile, as ECS, OCSF, syslog and a line of a chat. Lines of the input are the texts; so UTF-8 that is none, and half characters, get in as well.</summary>
internal sealed class EventTarget : ITarget
{
    /// <summary>Characters of one text. 3,000: three times the longest bound.</summary>
    private const int MaxText = 3_000;

    /// <summary>Characters that mark-up of a chat reads, and those that begin a mention.</summary>
    private const string Marks = "<>&*_~`[]()|#!\\{}\"'@";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "anna.berg@firm.example\nAW: Umbau\n<20211108.7@firm.example>\n192.0.2.25\nhost\nfiles.thief.example\nT1534\nmail1\nasked on the telephone\nnot held",
            "<!channel> @here\n[x](https://thief.example/a)\n<https://thief.example|x>\n*b* `c` ~d~ _e_\n&lt;at&gt;all&lt;/at&gt;",
            "\u202eexample.thief\u2066\n\u2028\u2029\u0085\n\ufeff\u200b\ufffe\n\ud83d\ude00 \uff20all\n\"]\\ [x@1 a=\"b\"] \n\u0000\u001b[31m\u007f",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public IReadOnlyList<string> Dictionary { get; } = ["\n", "\r\n", "\u202e", "\u2067", "\u2028", "\u0000", "\u001b[", "<!here>", "<@U1>", "@", "\uff20", "://", "thief.example", "](", "\"]", "\\", "\\u0000", "</script>", "\udb40\udc41", "NaN"];

    public void Take(byte[] input, int variant)
    {
        // Latin-1 in some variants: control characters of C1 then come as they are.
        var texts = (variant % 2 == 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(input).Split('\n', 64).Select(t => t.Length > MaxText ? t[..MaxText] : t).ToArray();
        string Next(int n) => texts[n % texts.Length] + (variant % 5 == 0 ? "\ud800" : "");
        var what = variant % 3 == 0 ? Audited(Next, variant) : Judged(Next, texts, variant);
        foreach (var format in (EventFormat[])[EventFormat.Ecs, EventFormat.Ocsf])
        {
            var line = format.Line(what);
            Invariants.Hold(line.Length <= EventFormats.MaxLine, $"a line of {line.Length} bytes");
            Invariants.Hold(Array.TrueForAll(line, b => b is >= (byte)' ' and <= (byte)'~'), "a byte that is no printable ASCII");
            using var json = JsonDocument.Parse(line);
            Plain(json.RootElement);
            var frame = SyslogFrame.Of(what, format, Next(7), 1);
            Invariants.Hold(frame.Length <= 65_000 && Array.TrueForAll(frame, b => b is >= (byte)' ' and <= (byte)'~'), "a syslog message that fits no datagram or line");
        }
        var chat = ChatText.Of(what);
        Invariants.Hold(chat.Length <= 1_500 && !chat.Any(char.IsControl), "a chat line that is too long, or has control characters");
        Invariants.Hold(!chat[(chat.IndexOf(what.Type.Meaning, StringComparison.Ordinal) + what.Type.Meaning.Length)..].Any(c => Marks.Contains(c, StringComparison.Ordinal)), "mark-up in a chat line");
        Invariants.Hold(!chat.Contains("://", StringComparison.Ordinal) && !chat.Contains("thief.example", StringComparison.Ordinal), "a link in a chat line");
    }

    private static SecurityEvent Audited(Func<int, string> next, int variant)
    {
        var action = EventCatalogue.All[variant % EventCatalogue.All.Count].Action;
        var said = AuditEvent.Of(DateTimeOffset.UnixEpoch.AddSeconds(variant), new Actor(next(0), Role.Analyst), action, next(1), next(2), next(3));
        return SecurityEvent.Of(AuditChain.Next("firm", next(4), null, said), next(5));
    }

    private static SecurityEvent Judged(Func<int, string> next, string[] texts, int variant)
    {
        // A few of each in most variants, more than any bound in some.
        var many = Enumerable.Range(0, variant % 7 == 0 ? 400 : texts.Length).Select(next).ToArray();
        var mail = new MailFacts(next(0), next(1), next(2), next(3), many, next(4), variant, next(5), (Verdict)(variant % 4), (Disposition)(variant % 4), Disposition.Quarantine, variant % 11 == 0 ? double.NaN : 0.5, next(6))
        {
            IsRevised = variant % 13 == 0, Digest = next(7), Campaign = next(8), Unlisted = variant % 3, Indicators = [.. many.Select((m, n) => new Indicator(next(n + 1), m))],
            Findings = [.. many.Select((m, n) => new Finding(m, m, (Severity)(n % 5), next(n), [new Evidence(m, m)], [m]))],
        };
        return SecurityEvent.Of(mail, DateTimeOffset.UnixEpoch, next(9), next(10)) with { Actor = next(11), Role = next(12), Reason = next(13), Outcome = next(14) };
    }

    private static void Plain(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject()) Plain(property.Value);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Plain(item);
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            var text = element.GetString()!;
            Invariants.Hold(text.Length <= 1_000 && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')), "a text that is too long, or commands a screen");
        }
    }
}
