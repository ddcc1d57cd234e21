using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Verbs;

namespace Postvakt.Cli.Tests.Verbs;

public sealed class VerbNeedsTests
{
    [Fact]
    public void Verb_ThatDeclaresNothing_IsNamed()
    {
        var root = new RootCommand { new Command("one", "x").Needs(Role.Analyst, Scope.Audit), new Command("two", "x") { new Command("a", "x").NeedsAccount(), new Command("b", "x") }, new Command("three", "x") };
        Assert.Equal(["two b", "three"], VerbNeeds.Undeclared(root));
    }

    [Fact]
    public void Help_SaysWhatAVerbNeeds() => Assert.EndsWith("[responder, lockdown]", LockdownVerb.Create().Subcommands[0].Description, StringComparison.Ordinal);
}
