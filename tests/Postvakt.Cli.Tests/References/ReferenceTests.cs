using Postvakt.Cli.Verbs;

namespace Postvakt.Cli.Tests.References;

/// <summary>What is written from the verbs is what they are. POSTVAKT_WRITE_DOCS=1 writes it anew.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Commands_AreAsTheLauncherSays() => Same("docs/reference/commands.md", CommandReference.Write());

    [Fact]
    public void ManualPage_IsAsTheLauncherSays() => Same("packaging/man/postvakt.1", ManualPage.Write());

    [Fact]
    public void Completion_IsAsTheLauncherSays() => Same("packaging/completion/postvakt", BashCompletion.Write());

    [Fact]
    public void Readme_NamesEachVerb()
    {
        var text = File.ReadAllText(Checkout.At("README.md"));
        var missing = RootVerb.Create().Subcommands.Where(v => !v.Hidden && !text.Contains($"`{v.Name}", StringComparison.Ordinal)).Select(v => v.Name);
        Assert.Empty(missing);
    }

    private static void Same(string name, string written)
    {
        var path = Checkout.At(name);
        if (Environment.GetEnvironmentVariable("POSTVAKT_WRITE_DOCS") is { Length: > 0 }) File.WriteAllText(path, written);
        Assert.Equal(written, File.ReadAllText(path));
    }
}
