using Mono.Cecil;

namespace Postvakt.Tests.Architecture;

public sealed class LayerTests
{
    [Fact]
    public void Folders_UseOnlyThoseBelow()
    {
        using var assembly = Read("Postvakt");
        var uses = AssemblyUses.Folders(assembly).Distinct().ToArray();
        Assert.Contains(("Intake", "Detection"), uses);
        Assert.Empty(LayerRules.FolderFaults(uses));
    }

    [Fact]
    public void Projects_UseOnlyWhatTheyMay()
    {
        foreach (var project in LayerRules.Projects.Keys)
        {
            using var assembly = Read(project);
            Assert.Empty(LayerRules.ProjectFaults(AssemblyUses.Projects(assembly)));
        }
    }

    [Fact]
    public void Projects_AreAllInTheList()
    {
        var found = Directory.EnumerateFiles(Checkout.At("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(LayerRules.Projects.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Messages", "Detection", "Messages uses Detection, which stands above it")]
    [InlineData("Facts", "Intake", "Facts uses Intake, which stands above it")]
    [InlineData("Helpers", "Messages", "folder Helpers is not in the list")]
    [InlineData("Intake", "(root)", "folder (root) is not in the list")]
    public void ForbiddenFolderUse_IsAFault(string from, string to, string fault) =>
        Assert.Equal([fault], LayerRules.FolderFaults([("Intake", "Messages"), (from, to), ("Facts", "Facts")]));

    [Theory]
    [InlineData("Postvakt", "Postvakt.Storage", "Postvakt uses Postvakt.Storage")]
    [InlineData("Postvakt.Storage", "Postvakt.Server", "Postvakt.Storage uses Postvakt.Server")]
    [InlineData("Postvakt.Cli", "Microsoft.Data.Sqlite", "Postvakt.Cli speaks SQL through Microsoft.Data.Sqlite")]
    [InlineData("Postvakt.Server", "SQLitePCLRaw.core", "Postvakt.Server speaks SQL through SQLitePCLRaw.core")]
    [InlineData("Postvakt.Web", "Postvakt.Storage", "Postvakt.Web uses Postvakt.Storage")]
    [InlineData("Postvakt.Made", "Postvakt", "project Postvakt.Made is not in the list")]
    public void ForbiddenProjectUse_IsAFault(string from, string to, string fault) =>
        Assert.Equal([fault], LayerRules.ProjectFaults([("Postvakt.Storage", "Microsoft.Data.Sqlite"), (from, to), ("Postvakt.Cli", "System.Runtime")]));

    private static AssemblyDefinition Read(string project) => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, project + ".dll"));
}
