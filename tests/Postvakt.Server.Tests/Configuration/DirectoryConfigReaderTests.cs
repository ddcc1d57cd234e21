using System.Net;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class DirectoryConfigReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mode: observe", false)]
    [InlineData("directory: {csv: {people: p.csv}}", true)]
    public void Absent_IsNull(string yaml, bool there) => Assert.Equal(there, Read(yaml) is not null);

    [Fact]
    public void Csv_IsRead() =>
        Assert.Equal(new DirectoryConfig { People = "people.csv", Partners = "partners.csv", Refresh = TimeSpan.FromMinutes(10) }, Read("directory: {csv: {people: people.csv, partners: partners.csv}, refresh: 10m}"));

    [Fact]
    public void Ldap_IsRead() =>
        Assert.Equal(
            new DirectoryConfig
            {
                Partners = "partners.csv",
                Ldap = new LdapConfig(new DnsEndPoint("dc1.firm.example", 3268), LdapTls.Ldaps, "/etc/ca.pem", "cn=reader", "/etc/secret", "dc=firm,dc=example", "(mail=*@firm.example)", LdapKind.ActiveDirectory),
            },
            Read("directory: {partners: partners.csv, ldap: {server: \"dc1.firm.example:3268\", tls: ldaps, ca_file: /etc/ca.pem, bind_dn: cn=reader, password_file: /etc/secret, base: \"dc=firm,dc=example\", filter: (mail=*@firm.example), kind: active_directory}}"));

    [Theory]
    [InlineData("ldap.firm.example:389", LdapTls.StartTls)]
    [InlineData("ldap.firm.example:636", LdapTls.Ldaps)]
    [InlineData("127.0.0.1:389", LdapTls.None)]
    [InlineData("[::1]:389", LdapTls.None)]
    [InlineData("localhost:389", LdapTls.None)]
    public void TheWay_IsProtected_UnlessItIsThisMachine(string server, LdapTls tls) => Assert.Equal(tls, Read($"directory: {{ldap: {{server: \"{server}\", base: dc=firm}}}}")!.Ldap!.Tls);

    [Fact]
    public void Graph_IsRead()
    {
        Assert.Equal(new GraphConfig("firm.example", "app", "/etc/secret", new Uri("https://login.microsoftonline.com"), new Uri("https://graph.microsoft.com")), Read("directory: {graph: {tenant: firm.example, client_id: app, secret_file: /etc/secret}}")!.Graph);
        Assert.Equal(new Uri("http://127.0.0.1:80"), Read("directory: {graph: {tenant: t, client_id: app, secret_file: s, authority: \"http://127.0.0.1\", endpoint: \"https://graph.microsoft.us\"}}")!.Graph!.Authority);
    }

    [Theory]
    [InlineData("{}", "directory.csv: exactly one of csv, ldap and graph says where people come from; none does")]
    [InlineData("{csv: {people: p}, graph: {tenant: t, client_id: c, secret_file: s}}", "here are csv and graph")]
    [InlineData("{csv: {}}", "directory.csv.people: is missing")]
    [InlineData("{csv: {people: p, partners: q}, partners: q}", "directory.partners: stands here and under csv")]
    [InlineData("{csv: {people: p}, refresh: 5s}", "directory.refresh: \"5s\" is not a time from 1m to 7d")]
    [InlineData("{csv: {people: p, persons: q}}", "directory.csv.persons: no such key")]
    [InlineData("{cvs: {people: p}}", "directory.cvs: no such key")]
    [InlineData("{ldap: {base: dc=firm}}", "directory.ldap.server: is missing")]
    [InlineData("{ldap: {server: ldap.firm.example, base: dc=firm}}", "directory.ldap.server: host:port is expected")]
    [InlineData("{ldap: {server: \"l.example:389\"}}", "directory.ldap.base: is missing")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, tls: always}}", "directory.ldap.tls: \"always\" is not one of none, starttls, ldaps")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, bind_dn: cn=reader}}", "directory.ldap.password_file: is missing")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, password_file: p}}", "directory.ldap.bind_dn: is missing")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, filter: mail=*}}", "directory.ldap.filter: '(' is expected, at character 1")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, kind: novell}}", "directory.ldap.kind: one of standard, active_directory")]
    [InlineData("{ldap: {server: \"l.example:389\", base: dc=firm, tls: none, ca_file: c}}", "directory.ldap.ca_file: has no use without tls")]
    [InlineData("{graph: {tenant: t, client_id: c}}", "directory.graph.secret_file: is missing")]
    [InlineData("{graph: {tenant: t/../x, client_id: c, secret_file: s}}", "directory.graph.tenant: ")]
    [InlineData("{graph: {tenant: t, client_id: c, secret_file: s, endpoint: \"http://graph.example\"}}", "directory.graph.endpoint: an address with https://")]
    [InlineData("{graph: {tenant: t, client_id: c, secret_file: s, authority: here}}", "directory.graph.authority: an address with https://")]
    [InlineData("5", "directory: a section with keys is expected")]
    public void WhatIsWrong_IsSaidWithItsKey(string section, string says) =>
        Assert.Contains(ConfigReader.Read(_folder.Write("postvakt.yaml", "directory: " + section), []).Errors, e => e.Contains(says, StringComparison.Ordinal));

    private DirectoryConfig? Read(string yaml)
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []);
        Assert.Empty(errors);
        return config!.Directory;
    }
}
