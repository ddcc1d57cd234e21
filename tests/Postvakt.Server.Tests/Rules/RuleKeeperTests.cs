using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Rules;
using Postvakt.Server.Configuration;
using Postvakt.Server.Rules;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Rules;

public sealed class RuleKeeperTests : IDisposable
{
    private static readonly int Ours = RuleLibrary.Ours.Rules.Count;

    private readonly TemporaryFolder _folder = new();
    private readonly RuleKeeper _keeper;
    private DirectorySnapshot _people = DirectorySnapshot.Empty;
    private RulesConfig _config;

    public RuleKeeperTests()
    {
        Directory.CreateDirectory(_folder.At("rules"));
        _config = new([_folder.At("rules")], [], RulePolicy.Default);
        _keeper = new(() => _config, ["firm.example"], () => _people, new ManualClock(), NullLogger.Instance);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Start_WithAWrongRule_TakesTheOthers_AndSaysWhichIsLeftOut()
    {
        Write("good", "subject.is_reply");
        Write("bad", "subject.is_rply");
        _keeper.Start();
        Assert.Equal(Ours + 1, _keeper.Current.Book.Rules.Count);
        Assert.Contains("bad.yml, line 4", Assert.Single(_keeper.Status.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Change_IsTakenUp_OnceItLooksTheSameTwice()
    {
        _keeper.Start();
        Write("new", "subject.is_reply");
        _keeper.LookAgain();
        Assert.Equal(Ours, _keeper.Current.Book.Rules.Count);
        _keeper.LookAgain();
        Assert.Equal(Ours + 1, _keeper.Current.Book.Rules.Count);
        File.Delete(_folder.At("rules/new.yml"));
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.Equal(Ours, _keeper.Current.Book.Rules.Count);
    }

    [Fact]
    public void Change_ThatIsWrong_LeavesTheOldInForce_UntilItIsMended()
    {
        Write("one", "subject.is_reply");
        _keeper.Start();
        var before = _keeper.Current.Book;
        Write("one", "subject.is_rply");
        Write("two", "subject.is_forward");
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.Same(before, _keeper.Current.Book);
        Assert.Contains("one.yml, line 4", _keeper.Status.Refused, StringComparison.Ordinal);
        Write("one", "subject.is_forward or subject.is_reply");
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.Null(_keeper.Status.Refused);
        Assert.Equal(Ours + 2, _keeper.Current.Book.Rules.Count);
    }

    [Fact]
    public void People_ThatChange_AreTakenUp_BesideARuleThatWasWrongFromTheStart()
    {
        Write("bad", "subject.is_rply");
        Write("good", "any($org_display_names, . == sender.display_name)");
        _keeper.Start();
        Assert.False(_keeper.Current.Book.Library.Model.Has("$org_display_names"));
        _people = new DirectorySnapshot([new Person("1", "Ann Berg", ["ann@firm.example"])], [], DateTimeOffset.UnixEpoch);
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.True(_keeper.Current.Book.Library.Model.Has("$org_display_names"));
        Assert.Null(_keeper.Status.Refused);
    }

    [Fact]
    public void Reload_ThatNamesNoFolder_LeavesOurs()
    {
        Write("one", "subject.is_reply");
        _keeper.Start();
        _config = RulesConfig.None;
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.Equal(Ours, _keeper.Current.Book.Rules.Count);
    }

    [Fact]
    public void Promotion_HoldsAcrossReading_UntilTheRuleSaysSomethingElse()
    {
        Write("one", "subject.is_reply");
        _keeper.Start();
        var rule = _keeper.Current.Book.ById["one"];
        Assert.False(rule.Counts);
        _keeper.Take(new Dictionary<string, RulePromotion> { ["one"] = new("one", true, RulePromotion.DigestOf(rule.Rule), "ann", "tried", default) });
        Assert.True(_keeper.Current.Book.ById["one"].Counts);
        Write("two", "subject.is_forward");
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.True(_keeper.Current.Book.ById["one"].Counts);
        Write("one", "subject.is_reply or true");
        _keeper.LookAgain();
        _keeper.LookAgain();
        Assert.False(_keeper.Current.Book.ById["one"].Counts);
        Assert.Equal(1, _keeper.Status.Changed);
    }

    [Fact]
    public void Folder_ThatIsNotThere_IsAProblem_AndOursGoOn()
    {
        _config = new([_folder.At("nowhere")], [_folder.At("no-lists")], RulePolicy.Default);
        _keeper.Start();
        Assert.Equal(Ours, _keeper.Current.Book.Rules.Count);
        Assert.Equal(2, _keeper.Status.Problems.Count);
    }

    private void Write(string name, string source)
    {
        var file = _folder.At($"rules/{name}.yml");
        File.WriteAllText(file, $"name: Rule {name}\nid: {name}\nseverity: high\nsource: {source}\n");
    }
}
