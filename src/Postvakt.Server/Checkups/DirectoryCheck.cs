using System.Globalization;
using Postvakt.Facts;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Checkups;

/// <summary>The Directory: named, read not long ago, and about this organisation. Looks at what serve kept, and asks no source.</summary>
internal static class DirectoryCheck
{
    private const string Name = "Directory";

    /// <summary>Readings that may fail before it is said, where no error stands there: serve was stopped.</summary>
    private const int Missed = 3;

    public static IReadOnlyList<Check> Run(ServeConfig config, string folder, DateTimeOffset now)
    {
        if (config.Directory is not { } directory)
            return [Check.Note(Name, "no source is named: people are known by their mail alone; name one under directory")];
        var checks = new List<Check>();
        var file = new DirectoryFile(folder);
        var ((snapshot, fault), status) = (file.Read(), file.ReadStatus());
        if (fault is not null) checks.Add(Check.Warning(Name, fault));
        else if (snapshot is null) checks.Add(Check.Warning(Name, status?.LastError is { } never ? $"nothing was taken over yet: {never}" : "was not read yet; serve does so when it starts"));
        else
        {
            var age = now - snapshot.TakenAt;
            var text = string.Create(CultureInfo.InvariantCulture, $"{snapshot.People.Count:N0} people and {snapshot.Partners.Count:N0} partners, as of {snapshot.TakenAt:yyyy-MM-dd HH:mm} UTC");
            checks.Add(status?.LastError is { } error ? Check.Warning(Name, $"{text}; the last reading changed nothing: {error}")
                : age > directory.Refresh * Missed ? Check.Warning(Name, $"{text}, which is long ago; does serve run?") : Check.Ok(Name, text));
            var options = new JudgeOptions { OrgDomains = config.OrgDomains };
            var strangers = snapshot.People.Count(p => !p.Addresses.Any(a => MessageProfile.IsOwn(a[(a.LastIndexOf('@') + 1)..], options)));
            if (strangers > 0) checks.Add(Check.Note(Name, string.Create(CultureInfo.InvariantCulture, $"{strangers:N0} people have no address of the organisation's domains; is organisation.domains complete?")));
        }
        if (directory.Ldap is { Tls: LdapTls.None } open && !DirectoryConfigReader.IsLoopback(open.Server.Host))
            checks.Add(Check.Warning(Name, $"the password and all people go to {open.Server.Host} in clear text; set directory.ldap.tls to starttls or ldaps"));
        return checks;
    }
}
