using System.Net;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Notices;

/// <summary>When digests are due, and what may be configured.</summary>
public sealed class NoticesConfigTests
{
    [Theory]
    [InlineData("2026-06-01T07:00:00Z", "2026-06-01T05:30:00Z")]
    [InlineData("2026-06-01T05:29:59Z", "2026-05-31T05:30:00Z")]
    [InlineData("2026-01-15T06:30:00Z", "2026-01-15T06:30:00Z")]
    public void Due_IsTheLastTimeOfDayThatPassed(string now, string due) => Assert.Equal(DateTimeOffset.Parse(due, null), Config("07:30").DueBefore(DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z")] // the clocks leave 02:30 out
    [InlineData("2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z")] // and have it twice
    public void Due_WhenTheClocksChange_IsOnceADay(string now, string due) => Assert.Equal(DateTimeOffset.Parse(due, null), Config("02:30").DueBefore(DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("from: postvakt", "notices.from")]
    [InlineData("url: http://firm.example", "notices.from: is missing")]
    [InlineData("from: a@firm.example, url: http://firm.example", "beginning with https://")]
    [InlineData("from: a@firm.example, digest_at: 7.30", "notices.digest_at")]
    [InlineData("from: a@firm.example, timezone: Mars/Olympus", "notices.timezone")]
    [InlineData("from: a@firm.example, next_hop: nowhere", "notices.next_hop")]
    [InlineData("from: a@firm.example, alert: nobody", "notices.alert")]
    [InlineData("from: a@firm.example, sender: x", "sender")]
    public void Keys_ThatAreWrong_AreTold(string keys, string sentence)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("postvakt.yaml"), $"release: {{next_hop: \"127.0.0.1:25\"}}\nnotices: {{{keys}}}\n");
        var (config, errors) = ConfigReader.Read(folder.At("postvakt.yaml"), []);
        Assert.Null(config);
        Assert.Contains(errors, e => e.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Section_ThatIsMissing_MeansThatNobodyIsTold()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("postvakt.yaml"), "mode: observe\n");
        Assert.Null(ConfigReader.Read(folder.At("postvakt.yaml"), []).Config!.Notices);
    }

    private static NoticesConfig Config(string at) => new("a@firm.example", new DnsEndPoint("127.0.0.1", 25), "", TimeOnly.Parse(at, null), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), "");
}
