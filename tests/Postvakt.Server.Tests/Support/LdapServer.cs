using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postvakt.Protocols.Tests.Support;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postvakt.Protocols.Tests.Smtp;

namespace Postvakt.Server.Tests.Support;

/// <summary>
/// A slapd (OpenLDAP) of the test's own on loopback, with private configuration and data in a temporary folder. A shell beside it waits for the end of
/// a pipe from us, which comes even if we are killed, and stops it.
/// </summary>
internal sealed class LdapServer : IDisposable
{
    public const string Base = "dc=firm,dc=example";
    public const string Reader = "cn=reader," + Base;
    public const string Password = "pass word of the reader";

    /// <summary>Attributes that Debian's schemas lack: of mail servers, and of Active Directory with Exchange (as text, but for the bits).</summary>
    private const string Schema = """
        attributetype ( 2.16.840.1.113730.3.1.13 NAME 'mailAlternateAddress' EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )
        attributetype ( 1.1.2.1 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
        attributetype ( 1.1.2.2 NAME 'proxyAddresses' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
        attributetype ( 1.1.2.3 NAME 'msExchRecipientTypeDetails' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
        attributetype ( 1.1.2.4 NAME 'msExchDelegateListLink' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )
        attributetype ( 1.1.2.5 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
        attributetype ( 1.1.2.6 NAME 'objectCategory' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
        attributetype ( 1.1.2.7 NAME 'memberOf' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )
        attributetype ( 1.1.2.8 NAME 'msExchUserCulture' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
        objectclass ( 1.1.3.1 NAME 'mailRecipient' SUP top AUXILIARY MAY mailAlternateAddress )
        objectclass ( 1.1.3.2 NAME 'user' SUP top AUXILIARY MAY ( objectGUID $ proxyAddresses $ msExchRecipientTypeDetails $ msExchDelegateListLink $ userAccountControl $ objectCategory $ memberOf $ msExchUserCulture ) )

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-slapd-");
    private readonly Process _process;

    private LdapServer(string data, bool isLimited, int port, int securePort)
    {
        (Port, SecurePort) = (port, securePort);
        using var certificate = TestCertificates.Make("localhost");
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(At("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(At("own.schema"), Schema);
        Directory.CreateDirectory(At("data"));
        File.WriteAllText(At("slapd.conf"), $"""
            modulepath /usr/lib/ldap
            moduleload back_mdb
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            include {At("own.schema")}
            pidfile {At("pid")}
            TLSCertificateFile {Certificate}
            TLSCertificateKeyFile {At("key.pem")}
            access to attrs=userPassword by anonymous auth by * none
            access to * by dn.exact="{Reader}" read by * auth
            database mdb
            maxsize 268435456
            suffix "{Base}"
            directory {At("data")}
            limits dn.exact="{Reader}" size.prtotal={(isLimited ? "hard" : "unlimited")}
            dbnosync

            """);
        File.WriteAllText(At("data.ldif"), $"dn: {Base}\nobjectClass: dcObject\nobjectClass: organization\ndc: firm\no: Firm\n\ndn: {Reader}\nobjectClass: person\ncn: reader\nsn: reader\nuserPassword: {Password}\n\n{data}");
        using (var load = Begin("exec slapadd -q -f \"$1/slapd.conf\" -l \"$1/data.ldif\" > \"$1/log\" 2>&1"))
        {
            load.WaitForExit();
            if (load.ExitCode != 0) throw new InvalidOperationException(File.ReadAllText(At("log")));
        }
        _process = Begin($"slapd -d 0 -h 'ldap://127.0.0.1:{port} ldaps://127.0.0.1:{securePort}' -f \"$1/slapd.conf\" > \"$1/log\" 2>&1 < /dev/null & cat > /dev/null; kill $!; wait $!");
    }

    public int Port { get; }

    public int SecurePort { get; }

    /// <summary>PEM, signed by itself, for localhost.</summary>
    public string Certificate => At("certificate.pem");

    /// <param name="data">LDIF of what stands below <see cref="Base"/>.</param>
    /// <param name="isLimited">The reader gets 500 entries, pages or not: slapd's default.</param>
    public static async Task<LdapServer> StartAsync(string data, bool isLimited = false)
    {
        var server = new LdapServer(data, isLimited, Ports.Free(), Ports.Free());
        for (var attempt = 0; !await AnswersAsync(server.Port) || !await AnswersAsync(server.SecurePort); attempt++)
        {
            Assert.True(attempt < 1_000 && !server._process.HasExited, "slapd did not start: " + await File.ReadAllTextAsync(server.At("log")));
            await Task.Delay(20);
        }
        return server;
    }

    /// <summary>LDIF of people "Person N" with personN@firm.example.</summary>
    public static string People(int count) => Enumerable.Range(1, count).Aggregate(new StringBuilder(), (text, i) => text.Append(CultureInfo.InvariantCulture,
        $"dn: uid=person{i},{Base}\nobjectClass: inetOrgPerson\nuid: person{i}\ncn: Person {i}\nsn: {i}\nmail: person{i}@firm.example\n\n")).ToString();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Daemons live in sbin, which a plain user's PATH may lack.</summary>
    private Process Begin(string script)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin";
        foreach (var argument in (string[])["-c", script, "sh", _folder.FullName]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("sh");
    }
}
