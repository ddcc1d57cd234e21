using System.Text;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Input;

/// <summary>Mail made to exhaust its reader. What could not be looked at makes it undetermined; the next mail is judged as ever.</summary>
public sealed class HostileMailTests : IDisposable
{
    private const long MostMemory = 400L << 20;
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task HugeMail_IsUndeterminedAndMemoryIsBounded()
    {
        var path = _place.At("huge.mbox");
        await using (var mbox = File.Create(path))
        {
            mbox.Write(Mails.Bytes(Mails.Mbox([Mails.WithHeader("Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n", "")])));
            var line = Mails.Bytes(string.Concat(Enumerable.Repeat("QUJD", 19)) + "\n");
            var block = Enumerable.Repeat(line, 10_000).SelectMany(l => l).ToArray();
            while (mbox.Length < 200L << 20) mbox.Write(block);
            mbox.Write(Mails.Bytes("\n" + Mails.Mbox(1)));
        }
        await IsUndeterminedAndTheNextIsJudged(path);
    }

    [Fact]
    public async Task HugeStandardInput_IsBounded()
    {
        var path = _place.At("huge.eml");
        await using (var mail = File.Create(path))
        {
            mail.Write(Mails.Bytes(Mails.WithHeader("", "")));
            var block = Mails.Bytes(string.Concat(Enumerable.Repeat("All work and no play makes a long mail.\n", 30_000)));
            while (mail.Length < 100L << 20) mail.Write(block);
        }
        var outcome = (await Launcher.ShellAsync(_place.Folder, $"exec \"$@\" < '{path}'", "scan", "-", "--format", "json", "--data", _place.Data)).WithoutCrash();
        Assert.Equal("undetermined", outcome.Verdict(0));
        Assert.InRange(outcome.PeakBytes, 1, MostMemory);
    }

    [Fact]
    public async Task TenThousandNestedParts_AreUndetermined()
    {
        var mail = new StringBuilder(Mails.WithHeader("Content-Type: multipart/mixed; boundary=b0\n", ""));
        for (var level = 0; level < 10_000; level++) mail.Append($"--b{level}\nContent-Type: multipart/mixed; boundary=b{level + 1}\n\n");
        await IsUndeterminedAndTheNextIsJudged(_place.Write("deep.mbox", Mails.Mbox([mail.ToString(), Mails.Plain(1)])));
    }

    [Fact]
    public async Task TenThousandNestedMessages_AreUndetermined()
    {
        var mail = Mails.WithHeader("Content-Type: message/rfc822\n", string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\nSubject: deeper\n\n", 10_000)) + "end\n");
        await IsUndeterminedAndTheNextIsJudged(_place.Write("deep.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task TenThousandSiblingParts_AreUndetermined()
    {
        var mail = Mails.WithHeader("Content-Type: multipart/mixed; boundary=b\n", string.Concat(Enumerable.Repeat("--b\nContent-Type: text/plain\n\nx\n", 10_000)) + "--b--\n");
        await IsUndeterminedAndTheNextIsJudged(_place.Write("wide.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    /// <summary>As objects they would take 140 times their length.</summary>
    [Fact]
    public async Task MillionsOfEmptyParts_AreUndetermined()
    {
        var mail = Mails.WithHeader("Content-Type: multipart/mixed; boundary=b\n", string.Concat(Enumerable.Repeat("--b\n\n", 4_000_000)));
        await IsUndeterminedAndTheNextIsJudged(_place.Write("empty.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task MillionsOfLinesThatAreNoFields_AreUndetermined()
    {
        var mail = Mails.WithHeader("Content-Type: message/rfc822\n", string.Concat(Enumerable.Repeat("no field\n", 2_000_000)));
        await IsUndeterminedAndTheNextIsJudged(_place.Write("strays.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task HundredThousandHeaders_AreUndetermined()
    {
        var mail = Mails.WithHeader(string.Concat(Enumerable.Range(0, 100_000).Select(n => $"X-Filler-{n}: {n}\n")), "Hello\n");
        await IsUndeterminedAndTheNextIsJudged(_place.Write("headers.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task HundredThousandAddresses_AreJudged()
    {
        var mail = Mails.WithHeader("Cc: " + string.Join(",\n ", Enumerable.Range(0, 100_000).Select(n => $"P{n} <p{n}@kontor.example>")) + "\n", "Hello\n");
        await IsJudged(_place.Write("cc.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task DeeplyNestedMarkup_IsJudged()
    {
        var mail = Mails.WithHeader("Content-Type: text/html\n", string.Concat(Enumerable.Repeat("<div>", 20_000)) + "Hello <a href=\"http://shop.example/1\">there</a>");
        await IsJudged(_place.Write("div.mbox", Mails.Mbox([mail, Mails.Plain(1)])));
    }

    [Fact]
    public async Task DeeplyNestedQuotes_AreJudged()
    {
        var mail = Mails.WithHeader("Content-Type: text/html\n", string.Concat(Enumerable.Repeat("<blockquote type=cite>", 20_000)) + "Hello");
        var marks = Mails.WithHeader("", string.Concat(Enumerable.Range(0, 2_000).Select(n => new string('>', n % 500) + " Hello\n")));
        await IsJudged(_place.Write("quotes.mbox", Mails.Mbox([mail, marks])));
    }

    [Fact]
    public async Task ManyFiles_AreAllJudgedInOrderWithBoundedMemory()
    {
        // A million takes minutes; the long run does it.
        var count = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 } ? 1_000_000 : 20_000;
        Directory.CreateDirectory(_place.At("box"));
        for (var n = 0; n < count; n++) await File.WriteAllTextAsync(_place.At($"box/{n:0000000}.eml"), Mails.Plain(n), TestContext.Current.CancellationToken);
        var outcome = (await _place.ScanAsync("--output", _place.At("out.jsonl"), _place.At("box"))).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        Assert.InRange(outcome.PeakBytes, 1, MostMemory);
        var next = 0;
        foreach (var line in File.ReadLines(_place.At("out.jsonl"))) Assert.Contains($"{next++:0000000}.eml", line, StringComparison.Ordinal);
        Assert.Equal(count, next);
    }

    private async Task IsUndeterminedAndTheNextIsJudged(string path)
    {
        var outcome = await IsJudged(path);
        Assert.Equal(1, outcome.Status);
        Assert.Equal("undetermined", outcome.Verdict(0));
        Assert.Equal("clean", outcome.Verdict(1));
    }

    private async Task<Outcome> IsJudged(string path)
    {
        var outcome = (await _place.ScanAsync("--learn", path)).WithoutCrash();
        Assert.Equal(2, outcome.Lines.Count);
        Assert.InRange(outcome.PeakBytes, 1, MostMemory);
        return outcome;
    }
}
