using Postvakt.Memory;
using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Operation;
using Postvakt.Server.Tests.Support;
using Postvakt.Storage;

namespace Postvakt.Server.Tests.Gateway;

public sealed class GatekeeperTests : ILogger<Gatekeeper>, IAsyncLifetime
{
    private static readonly ListenerProfile Listener = new("mx", Mode.Enforce, 0);
    private readonly List<string> _log = [];
    private readonly GatewayMetrics _metrics = new();
    private DeskPlace _place = new();
    private Gatekeeper _gatekeeper = null!;

    public ValueTask InitializeAsync()
    {
        Build();
        return default;
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task StoreFault_Defers_AndTroubleEndsWithTheNextMail()
    {
        _place.Ledger.OnCommit = () => throw new StoreException("the disk is full");
        Assert.Equal(new Answer(null, Disposition.Defer), await AskAsync(DeskPlace.Malicious(1)));
        Assert.True(_gatekeeper.InTrouble);
        Assert.Contains(_log, l => l.Contains("the disk is full", StringComparison.Ordinal));
        _place.Ledger.OnCommit = () => { };
        Assert.Equal(Disposition.Quarantine, (await AskAsync(DeskPlace.Malicious(1))).Disposition);
        Assert.False(_gatekeeper.InTrouble);
    }

    [Fact]
    public async Task Outage_PastTheStatedTime_GetsTheOperatorsChoice_AndASuccessBeginsAnew()
    {
        Build(new PolicyConfig { OutageAfter = TimeSpan.FromHours(4), OutageThen = Disposition.Deliver });
        void Break() => _place.Ledger.OnCommit = () => throw new StoreException("gone");
        Break();
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Clean(1))).Disposition);
        _place.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Clean(1))).Disposition);
        _place.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new Answer(null, Disposition.Deliver), await AskAsync(DeskPlace.Clean(1)));
        _place.Ledger.OnCommit = () => { };
        Assert.NotNull((await AskAsync(DeskPlace.Clean(1))).Stored);
        Break();
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Clean(2))).Disposition);
    }

    [Fact]
    public async Task Mistake_AboutOneMail_IsNoOutage_AndItsWordsAreNotLogged()
    {
        Build(new PolicyConfig { OutageAfter = TimeSpan.FromHours(4), OutageThen = Disposition.Deliver });
        _place.Ledger.OnRecord = _ => throw new InvalidOperationException("words of the mail");
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Malicious(1))).Disposition);
        _place.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Malicious(1))).Disposition);
        Assert.False(_gatekeeper.InTrouble);
        Assert.Contains("cause=\"mistake\"} 2\n", _metrics.Write([]), StringComparison.Ordinal);
        Assert.DoesNotContain(_log, l => l.Contains("words of the mail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deadline_Defers()
    {
        await _place.StopDesk();
        var answer = AskAsync(DeskPlace.Clean(1));
        _place.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Disposition.Defer, (await answer).Disposition);
        Assert.Contains("cause=\"deadline\"} 1\n", _metrics.Write([]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overload_Defers_AndIsNoOutage()
    {
        await _place.DisposeAsync();
        _place = new DeskPlace(capacity: 1);
        Build();
        await _place.StopDesk();
        var waits = AskAsync(DeskPlace.Clean(1));
        Assert.Equal(Disposition.Defer, (await AskAsync(DeskPlace.Clean(2))).Disposition);
        Assert.False(_gatekeeper.InTrouble);
        Assert.Contains("cause=\"overload\"} 1\n", _metrics.Write([]), StringComparison.Ordinal);
        _place.LetOn();
        Assert.NotNull((await waits).Stored);
    }

    [Theory]
    [InlineData(Mode.Enforce, Disposition.Quarantine)]
    [InlineData(Mode.Tag, Disposition.Tag)]
    [InlineData(Mode.Observe, Disposition.Deliver)]
    internal async Task Mail_ThatIsNotThereWhole_IsNeverHeld(Mode highest, Disposition expected)
    {
        var answer = await _gatekeeper.AnswerAsync(Listener with { Highest = highest }, DeskPlace.Envelope(), DeskPlace.Malicious(1), TestContext.Current.CancellationToken);
        Assert.Equal((expected, Disposition.Quarantine), (answer.Disposition, answer.Intended));
        Assert.Equal(expected == Disposition.Quarantine ? 1 : 0, _place.Held);
    }

    [Fact]
    public async Task Repeat_GetsTheAnswerOfTheFirstTime_AndIsCounted()
    {
        var first = await AskAsync(DeskPlace.Malicious(1));
        var again = await AskAsync(DeskPlace.Malicious(1));
        Assert.Equal((first.Stored, true, 1), (again.Stored, again.Repeat, _place.Held));
        Assert.Contains("postvakt_repeats_total 1\n", _metrics.Write([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@one.example", Mode.Enforce)]
    [InlineData("a@TWO.example", Mode.Tag)]
    [InlineData("a@one.example b@two.example", Mode.Tag)]
    [InlineData("a@one.example b@two.example c@three.example", Mode.Observe)]
    [InlineData("a@other.example", Mode.Tag)]
    [InlineData("a@other.example b@one.example", Mode.Tag)]
    [InlineData("postmaster", Mode.Tag)]
    [InlineData("", Mode.Tag)]
    internal void Mode_IsTheMildestOfTheRecipients(string recipients, Mode expected) => Assert.Equal(expected, Gatekeeper.ModeOf(
        recipients.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new PolicyConfig { Mode = Mode.Tag, Domains = new Dictionary<string, Mode> { ["one.example"] = Mode.Enforce, ["two.example"] = Mode.Tag, ["three.example"] = Mode.Observe } }));

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _log.Add(formatter(state, exception) + exception);

    private Task<Answer> AskAsync(Stream content) => _gatekeeper.AnswerAsync(Listener, DeskPlace.Envelope(), content, TestContext.Current.CancellationToken);

    private void Build(PolicyConfig? policy = null) => _gatekeeper = new Gatekeeper(
        _place.Parser, null, [_place.Loop], new TokenKey(new Dictionary<int, byte[]> { [1] = new byte[32] }), () => DirectorySnapshot.Empty, new ServeState(ServeConfig.Default with { Policy = policy ?? new PolicyConfig() }), _metrics, new VerdictFeed(), _place.Clock, this);
}
