using Postvakt.Detection;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Gateway;

public sealed class ServeStateTests : IDisposable
{
    private const string Before = """
        data: one
        store: {connections: 3}
        organisation: {name: firm, domains: [firm.example]}
        mode: observe
        milter: [{address: "127.0.0.1:8899"}]
        smtp: [{next_hop: "127.0.0.1:25", allow: [192.0.2.0/24]}]
        authentication: {trusted_servers: [mx.firm.example]}
        http: 127.0.0.1:8080
        limits: {deadline: 60s}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data: one", "data: two", "data")]
    [InlineData("connections: 3", "connections: 4", "store")]
    [InlineData("connections: 3", "postgresql: x", "store")]
    [InlineData("name: firm", "name: other", "organisation")]
    [InlineData("[firm.example]", "[firm.example, two.example]", "organisation")]
    [InlineData("127.0.0.1:8899", "127.0.0.1:8898", "milter")]
    [InlineData("127.0.0.1:25", "127.0.0.1:26", "smtp")]
    [InlineData("192.0.2.0/24", "192.0.2.0/25", "smtp")]
    [InlineData("allow: [192.0.2.0/24]", "allow: [192.0.2.0/24], forwarding_clients: [192.0.2.1]", "smtp")]
    [InlineData("[mx.firm.example]", "[mx.firm.example, two.example]", "authentication")]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8081", "http")]
    [InlineData("60s", "61s", "limits")]
    public void WhatNeedsARestart_IsNamed_AndStays(string part, string other, string key)
    {
        var (old, next) = (Read(Before), Read(Before.Replace(part, other, StringComparison.Ordinal).Replace("mode: observe", "mode: enforce", StringComparison.Ordinal)));
        var state = new ServeState(old);
        Assert.Equal([key], state.Take(next));
        Assert.Equal(Mode.Enforce, state.Current.Policy.Mode);
        Assert.Equal(old with { Policy = state.Current.Policy }, state.Current);
        // Named again until it is restarted.
        Assert.Equal([key], state.Take(next));
    }

    [Fact]
    public void SameConfiguration_NeedsNothing() => Assert.Empty(new ServeState(Read(Before)).Take(Read(Before)));

    [Fact]
    public void Policy_IsTakenOverWhole()
    {
        var state = new ServeState(Read(Before));
        Assert.Empty(state.Take(Read(Before + "\npolicy: {malicious: reject, keep_held: 7d}\ntag: {subject: \"[x]\", banner: yes, language: sv}\noutage: {after: 1h, then: deliver}\ndomains: [{name: two.example, mode: tag, language: de}]")));
        var policy = state.Current.Policy;
        Assert.Equal((Disposition.Reject, TimeSpan.FromDays(7), "[x]", true, "sv", TimeSpan.FromHours(1), Disposition.Deliver),
            (policy.Dispositions.Malicious, policy.HeldRetention, policy.SubjectMark, policy.Banner, policy.Language, policy.OutageAfter, policy.OutageThen));
        Assert.Equal((Mode.Tag, "de"), (policy.Domains["two.example"], policy.Languages["two.example"]));
    }

    private ServeConfig Read(string yaml) => ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []).Config!;
}
