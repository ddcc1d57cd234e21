using System.Globalization;
using Postvakt.Indicators;
using Postvakt.Sharing;

namespace Postvakt.Tests.Sharing;

/// <summary>Reports of made-up campaigns: many kinds of indicators, odd links, names in other scripts. The same seed gives the same report.</summary>
internal sealed class MadeReports(int seed)
{
    private static readonly string[] Hosts = ["thief.example", "xn--bcher-kva.example", "a-b.c-d.thief.test", "192.0.2.77", "[2001:db8::7]", "login.thief.invalid"];
    private static readonly string[] Paths =
    [
        "/", "/chart/1234567", "/a'b\"c", "/a\\b", "/q?x=1&y=%2F%zz", "/sökväg/文書?名=値#断片", "/a b", "/<script>", "/#a#b", "/{x}|^`", "/[::1]/x", "/a,b;c=d", "/😀", "/=cmd|' /C calc'!A0", "?only=query", "/%41%00", "/]]>", "/a\u2028b", "/.._/..%2f",
    ];

    private static readonly string[] Files = ["charts.zip", "räkning 12.xlsm", "請求書.doc", "a'b.zip", "=1+1.csv", "\"q\".iso", "back\u200Bspace.lnk", "@sum.xls"];
    private static readonly string[] Names = ["Reply chains with counters", "Vågen: ”svar” från kollegor", "請求書キャンペーン", "links /a/N · wording 1a2b3c4d", "O'Neil & <Sons>", "שלום"];
    private static readonly string[] Techniques = ["T1566.001", "T1566.002", "T1534", "T1204.002", "T1218.010"];

    private readonly Random _random = new(seed);

    public SharedReport Next()
    {
        var start = new DateTimeOffset(2021, 9, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(_random.NextInt64(20_000_000));
        var producer = Producer.Named(Pick(["Example Stores AB", "株式会社例", "Müller & Söhne"]));
        var id = "report--" + StableId.Ours("report", producer.Id, _random.Next().ToString(CultureInfo.InvariantCulture));
        var last = start.AddSeconds(_random.Next(1, 100_000));
        var made = new List<SharedIndicator>();
        foreach (var indicator in Enumerable.Range(0, _random.Next(0, 30)).Select(_ => Indicator()).OfType<Indicator>().Prepend(new Indicator("host", Pick(Hosts))).Distinct()) made.Add(Shared(id, indicator, start));
        return new SharedReport(id, Pick(Names), producer, (Tlp)_random.Next(5), start, last)
        {
            Description = _random.Next(2) == 0 ? "" : Pick(Names), FirstSeen = start, LastSeen = last, Mails = _random.Next(1, 5_000), Techniques = Some(Techniques), Families = Some(["Qbot", "Emotet", "SquirrelWaffle"]),
            Examples = [.. Enumerable.Range(0, _random.Next(4)).Select(n => Mail(start.AddMinutes(n), n)).DistinctBy(m => (m.From, m.Subject))], Indicators = made,
        };
    }

    private Indicator? Indicator() => _random.Next(8) switch
    {
        0 => new("host", Pick(Hosts)),
        1 or 2 => IndicatorText.Exact("url", Pick(["http://", "https://", "ftp://"]) + Pick(Hosts) + Pick(["", ":8080"]) + Pick(Paths)),
        3 => IndicatorText.Exact("address", Pick(["thief", "o'neil", "räv", "a+b=c"]) + "@" + Pick(["thief.example", "mail.thief.test"])),
        4 => IndicatorText.Exact("file", Pick(Files)),
        5 => new("sha256", Hex(64)),
        6 => new Indicator(_random.Next(2) == 0 ? "md5" : "sha1", "") is var digest ? digest with { Value = Hex(digest.Type == "md5" ? 32 : 40) } : null,
        _ => new("subject", Pick(["RE: 'order' 12\\", "SV: Möte", "返信: 会議"])),
    };

    private SharedIndicator Shared(string report, Indicator indicator, DateTimeOffset from) => new("indicator--" + StableId.Ours("indicator", report, indicator.Type, indicator.Value), indicator, _random.Next(101), from, _random.Next(3) == 0 ? null : from.AddDays(90))
    {
        Seen = _random.Next(3) == 0 ? null : new Sightings(_random.Next(1, 5_000), from, from.AddSeconds(_random.Next(0, 3) * 500_000)), Description = _random.Next(2) == 0 ? "" : Pick(Names), Labels = Some(["counter-path", "file-link"]),
    };

    private SharedMail Mail(DateTimeOffset at, int number) => new(at, _random.Next(3) == 0 ? "" : $"thief{number}@thief.example", _random.Next(2) == 0 ? "" : $"{Hex(8)}@thief.example", $"RE: {Pick(Names)} {number}", Some(["charts.zip", "räkning 12.xlsm"]));

    private string Pick(string[] all) => all[_random.Next(all.Length)];

    private string[] Some(string[] all) => [.. all.Where(_ => _random.Next(2) == 0)];

    private string Hex(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => _random.Next(16).ToString("x", CultureInfo.InvariantCulture)));
}
