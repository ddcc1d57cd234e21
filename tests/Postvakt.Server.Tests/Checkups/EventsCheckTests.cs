using System.Text.Json;
using Postvakt.Events;
using Postvakt.Server.Api;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Checkups;

public sealed class EventsCheckTests : IDisposable
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_636_362_000_000);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sending", 0, 0, CheckState.Ok, "7 events told")]
    [InlineData("behind", 30, 0, CheckState.Warning, "No space left on device")]
    [InlineData("behind", 700, 0, CheckState.Broken, "Nothing audited is lost")]
    [InlineData("stopped", 0, 0, CheckState.Broken, "postvakt events resume siem")]
    [InlineData("waiting", 0, 3, CheckState.Warning, "3 dropped")]
    public void Output_StandsAsItsServerNoted(string state, long lag, long dropped, object found, string says)
    {
        EventOutputStatus[] noted = [new("siem", "file", state, 7, dropped, 0, lag, At, "No space left on device", At, true)];
        _folder.Write(OperationWatch.StatusFile, JsonSerializer.Serialize(noted, ApiJson.Options));
        var check = EventsCheck.Run(Config(_folder.At("events.jsonl")), _folder.At("")).First();
        Assert.Equal((CheckState)found, check.State);
        Assert.Contains(says, check.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFolder_IsNamed() => Assert.Contains("is not there", EventsCheck.Run(Config(_folder.At("none/events.jsonl")), _folder.At("")).Single().Sentence, StringComparison.Ordinal);

    private static EventsConfig Config(string path) => new([new EventOutputConfig("siem", EventFormat.Ecs, new EventFilter([], EventSeverity.Informational), EventMails.Suspicious, EventSubjects.Flagged) { File = new EventFileConfig(path, 1 << 20, 1) }]);
}
