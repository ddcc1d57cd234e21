using Postvakt.Cli.Verbs;

namespace Postvakt.Cli.Tests.Verbs;

/// <summary>A call makes the verb that it names and no other, and that is the verb that help shows under the name.</summary>
public sealed class RootVerbTests
{
    [Fact]
    public void For_EachVerb_MakesItAlone() => Assert.All(RootVerb.Create().Subcommands, verb =>
    {
        var made = Assert.Single(RootVerb.For([verb.Name, "--help"]).Subcommands);
        Assert.Equal((verb.Name, verb.Description, verb.Subcommands.Count, verb.Options.Count), (made.Name, made.Description, made.Subcommands.Count, made.Options.Count));
    });

    [Theory]
    [InlineData()]
    [InlineData("--help")]
    [InlineData("scam")]
    [InlineData("SCAN")]
    public void For_WhatNamesNone_MakesAll(params string[] args) => Assert.Equal(RootVerb.Create().Subcommands.Count, RootVerb.For(args).Subcommands.Count);
}
