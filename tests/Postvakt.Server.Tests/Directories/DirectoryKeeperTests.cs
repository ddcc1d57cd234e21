using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Directories;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Directories;

public sealed class DirectoryKeeperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly FakeSource _source = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BeforeTheFirstReading_NobodyIsKnown()
    {
        using var keeper = Keeper();
        Assert.Same(DirectorySnapshot.Empty, keeper.Current);
        Assert.Equal(new DirectoryStatus("fake", 0, 0, null, null, null), keeper.Status);
        _source.Fails = "down";
        await RefreshAsync(keeper);
        Assert.Equal(new DirectoryStatus("fake", 0, 0, null, _clock.GetUtcNow(), "down"), keeper.Status);
    }

    [Fact]
    public async Task ARestart_KeepsTheLastGood_WhenTheSourceIsDown()
    {
        _source.Gives(4);
        var taken = _clock.GetUtcNow();
        using (var keeper = Keeper()) await RefreshAsync(keeper);
        _clock.Advance(TimeSpan.FromHours(5));
        _source.Fails = "down";
        using var again = Keeper();
        Assert.Equal((4, 1, taken), (again.Status.People, again.Status.Partners, again.Status.TakenAt));
        await RefreshAsync(again);
        Assert.Equal((4, "down", taken), (again.Current.People.Count, again.Status.LastError, again.Status.TakenAt));
        var (person, kept) = (_source.Snapshot.People[1], again.Current.People[1]);
        Assert.Equal((person.Id, person.Name, person.Language, person.Manager, person.IsShared), (kept.Id, kept.Name, kept.Language, kept.Manager, kept.IsShared));
        Assert.Equal([.. person.Addresses, .. person.Groups, .. person.Members], [.. kept.Addresses, .. kept.Groups, .. kept.Members]);
        Assert.Equal((_source.Snapshot.Partners[0].Name, true), (again.Current.PartnerOf("nordwind.example")!.Name, again.Current.PartnerOf("nordwind.example")!.IsSister));
    }

    [Theory]
    [InlineData(100, 0, false)]
    [InlineData(100, 49, false)]
    [InlineData(100, 50, true)]
    [InlineData(100, 400, true)]
    [InlineData(1, 1, true)]
    [InlineData(0, 0, false)]
    public async Task FewerThanHalf_IsRefused_UntilAccepted(int before, int after, bool taken)
    {
        using var keeper = Keeper();
        _source.Gives(before);
        if (before > 0) await RefreshAsync(keeper);
        _source.Gives(after);
        await RefreshAsync(keeper);
        Assert.Equal(taken ? after : before, keeper.Current.People.Count);
        Assert.Equal(taken, keeper.Status.LastError is null);
        Assert.Equal(after, (await keeper.RefreshAsync(true, TestContext.Current.CancellationToken)).People);
        Assert.Null(keeper.Status.LastError);
    }

    [Fact]
    public async Task ARefusal_SaysWhatWasKept()
    {
        using var keeper = Keeper();
        _source.Gives(4_120);
        await RefreshAsync(keeper);
        _clock.Advance(TimeSpan.FromHours(1));
        _source.Gives(0);
        Assert.Equal("the source gave 0 people where 4,120 were known; kept the last good one of 2021-11-08 09:00 UTC; accept it with `directory refresh --accept`", (await RefreshAsync(keeper)).LastError);
    }

    [Fact]
    public async Task TheFile_IsItsOwnersAlone_AndReplacedWhole()
    {
        using var keeper = Keeper();
        _source.Gives(3);
        _folder.Write("directory.json.new", "left by a crash");
        await RefreshAsync(keeper);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("directory.json")));
        Assert.Equal(["directory-status.json", "directory.json"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"takenAt":"2021-11-08T09:00:00+00:00","people":[],"partners":[]}""")]
    [InlineData("""{"version":1,"takenAt":"2021-11-08T09:00:00+00:00","people":[{"id":"1","name":"A","addresses":[]}],"partners":[]}""")]
    [InlineData("""{"version":1,"takenAt":"2021-11-08T09:00:00+00:00","people":[null],"partners":[]}""")]
    [InlineData("""{"version":1,"takenAt":"2021-11-08T09:00:00+00:00","people":[{"id":"1","name":"A","addresses":[null]}],"partners":[]}""")]
    [InlineData("""{"version":1,"people":[]}""")]
    public async Task ADamagedFile_IsASentence_AndMendedByTheNextReading(string text)
    {
        _folder.Write("directory.json", text);
        _folder.Write("directory-status.json", text);
        using var keeper = Keeper();
        Assert.Same(DirectorySnapshot.Empty, keeper.Current);
        Assert.Contains("directory.json: ", keeper.Status.LastError, StringComparison.Ordinal);
        _source.Gives(2);
        Assert.Equal((2, null), ((await RefreshAsync(keeper)).People, keeper.Status.LastError));
        using var again = Keeper();
        Assert.Equal((2, null), (again.Status.People, again.Status.LastError));
    }

    [Fact]
    public async Task ASnapshotThatCannotBeWritten_HoldsAllTheSame()
    {
        using var keeper = new DirectoryKeeper(_source, _folder.At("gone"), TimeSpan.FromHours(1), _clock, NullLogger.Instance);
        _source.Gives(2);
        Assert.StartsWith("taken over, but not kept for the next start", (await RefreshAsync(keeper)).LastError, StringComparison.Ordinal);
        Assert.Equal(2, keeper.Current.People.Count);
    }

    [Fact]
    public async Task AMistakeOfOurs_TellsNothingOfTheSource()
    {
        using var keeper = Keeper();
        _source.Breaks = true;
        Assert.Equal("fake: reading it failed by a mistake of ours (InvalidOperationException)", (await RefreshAsync(keeper)).LastError);
    }

    [Fact]
    public async Task Running_ReadsAtOnce_AndEachInterval_UntilStopped()
    {
        using var keeper = Keeper();
        using var stopping = new CancellationTokenSource();
        _source.Gives(2);
        var running = keeper.RunAsync(stopping.Token);
        await _source.Read.WaitAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromHours(1));
        await _source.Read.WaitAsync(TestContext.Current.CancellationToken);
        await stopping.CancelAsync();
        await running;
        Assert.Equal(2, keeper.Current.People.Count);
    }

    [Fact]
    public async Task PeopleAndPartnersOfFiles_AreOpenedByConfiguration()
    {
        var config = new DirectoryConfig { People = _folder.Write("people.csv", "name,address\nAnna,anna@firm.example"), Partners = _folder.Write("partners.csv", "name,domains\nNordwind,nordwind.example") };
        using var keeper = DirectoryKeeper.Open(config, _folder.Path, _clock, NullLogger.Instance);
        Assert.Equal((1, 1, null), ((await RefreshAsync(keeper)).People, keeper.Status.Partners, keeper.Status.LastError));
        _folder.Write("people.csv", "name,address\nAnna,anna");
        Assert.Contains("people.csv, line 2: address", (await RefreshAsync(keeper)).LastError, StringComparison.Ordinal);
        Assert.Equal("Anna", keeper.Current.PersonOf("anna@firm.example")!.Name);
    }

    private DirectoryKeeper Keeper() => new(_source, _folder.Path, TimeSpan.FromHours(1), _clock, NullLogger.Instance);

    private static Task<DirectoryStatus> RefreshAsync(DirectoryKeeper keeper) => keeper.RefreshAsync(accept: false, TestContext.Current.CancellationToken);

    private sealed class FakeSource : IDirectorySource
    {
        public string Name => "fake";

        public DirectorySnapshot Snapshot { get; private set; } = DirectorySnapshot.Empty;

        public string? Fails { get; set; }

        public bool Breaks { get; set; }

        public SemaphoreSlim Read { get; } = new(0);

        public void Gives(int people) => Snapshot = new DirectorySnapshot(
            [.. Enumerable.Range(0, people).Select(i => new Person($"{i}", $"Åsa {i}", [$"p{i}@firm.example", $"alias{i}@firm.example"]) { Language = "sv", Manager = "p0@firm.example", Groups = ["All"], IsShared = i == 1, Members = i == 1 ? ["p0@firm.example"] : [] })],
            [new Partner("Nordwind", ["nordwind.example"], "cert@nordwind.example", true)], new DateTimeOffset(2021, 11, 8, 9, 0, 0, TimeSpan.Zero));

        public Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation)
        {
            Read.Release();
            if (Breaks) throw new InvalidOperationException("holds a secret");
            return Fails is { } sentence ? throw new DirectorySourceException(sentence) : Task.FromResult(Snapshot);
        }
    }
}
