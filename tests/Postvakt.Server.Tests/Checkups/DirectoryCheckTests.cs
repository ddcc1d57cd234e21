using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Checkups;

public sealed class DirectoryCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NoSource_IsANote() => Assert.Equal(CheckState.Note, Assert.Single(Run("mode: observe")).State);

    [Fact]
    public async Task WhatWasRead_IsSaidWithItsAge()
    {
        var yaml = $"organisation: {{domains: [firm.example]}}\ndirectory: {{csv: {{people: {_folder.At("people.csv")}}}}}";
        Assert.Contains("was not read yet", Says(CheckState.Warning, yaml), StringComparison.Ordinal);
        await RefreshAsync(yaml);
        Assert.Contains("nothing was taken over yet: ", Says(CheckState.Warning, yaml), StringComparison.Ordinal);
        _folder.Write("people.csv", "name,address\nAnna,anna@firm.example\nBo,bo@mail.firm.example");
        await RefreshAsync(yaml);
        Assert.Equal("2 people and 0 partners, as of 2021-11-08 09:00 UTC", Says(CheckState.Ok, yaml));
        _clock.Advance(TimeSpan.FromHours(4));
        Assert.EndsWith("which is long ago; does serve run?", Says(CheckState.Warning, yaml), StringComparison.Ordinal);
        _folder.Write("people.csv", "name,address\nAnna");
        await RefreshAsync(yaml);
        Assert.Contains("the last reading changed nothing: ", Says(CheckState.Warning, yaml), StringComparison.Ordinal);
        _folder.Write("directory.json", "{");
        Assert.Contains("is damaged", Says(CheckState.Warning, yaml), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PeopleOfOtherDomains_AreANote()
    {
        var yaml = $"organisation: {{domains: [firm.example]}}\ndirectory: {{csv: {{people: {_folder.Write("people.csv", "name,address,aliases\nAnna,anna@other.example,\nBo,bo@other.example,bo@firm.example")}}}}}";
        await RefreshAsync(yaml);
        Assert.StartsWith("1 people have no address of the organisation's domains", Says(CheckState.Note, yaml), StringComparison.Ordinal);
    }

    [Fact]
    public void ClearText_IsAWarning() =>
        Assert.Contains("in clear text", Run("directory: {ldap: {server: \"ldap.firm.example:389\", tls: none, base: dc=firm}}")[^1].Sentence, StringComparison.Ordinal);

    private string Says(CheckState state, string yaml)
    {
        var check = Run(yaml)[^1];
        Assert.Equal(state, check.State);
        return check.Sentence;
    }

    private IReadOnlyList<Check> Run(string yaml) => DirectoryCheck.Run(Config(yaml), _folder.Path, _clock.GetUtcNow());

    private async Task RefreshAsync(string yaml)
    {
        using var keeper = DirectoryKeeper.Open(Config(yaml).Directory!, _folder.Path, _clock, NullLogger.Instance);
        await keeper.RefreshAsync(accept: false, TestContext.Current.CancellationToken);
    }

    private ServeConfig Config(string yaml)
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []);
        Assert.Empty(errors);
        return config!;
    }
}
