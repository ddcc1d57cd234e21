using Postvakt.Directories;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>People and groups of an LDAP server, read by pages over a connection made for it.</summary>
internal sealed class LdapDirectorySource(LdapConfig config, TimeProvider clock, LdapLimits limits) : IDirectorySource
{
    public string Name => FormattableString.Invariant($"ldap {config.Server.Host}:{config.Server.Port}, {config.Base}");

    public async Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(limits.Whole, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await ReadWithinAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DirectorySourceException(FormattableString.Invariant($"{config.Server.Host}:{config.Server.Port}: gave up after {limits.Whole.TotalSeconds:0.#} s"));
        }
    }

    private async Task<DirectorySnapshot> ReadWithinAsync(CancellationToken cancellation)
    {
        var password = config.PasswordFile is { } file ? await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false) : "";
        var schema = LdapSchema.Of(config.Kind);
        await using var connection = await LdapConnection.OpenAsync(config, limits, clock, cancellation).ConfigureAwait(false);
        await connection.BindAsync(config.BindDn, password, cancellation).ConfigureAwait(false);
        var people = new LdapPeople();
        await foreach (var entry in connection.SearchAsync(config.Base, config.Filter.Length > 0 ? config.Filter : schema.Filter, schema.Attributes, cancellation).ConfigureAwait(false))
        {
            if (people.Count == DirectoryText.MaxPeople) throw new DirectorySourceException($"{config.Server.Host}: more than {DirectoryText.MaxPeople:N0} people; is the base {DirectoryText.Show(config.Base)} right?");
            people.Add(entry, schema);
        }
        if (schema.GroupFilter is { } groups)
        {
            await foreach (var group in connection.SearchAsync(config.Base, groups, ["cn", "member", "uniqueMember"], cancellation).ConfigureAwait(false)) people.AddGroup(group);
        }
        return new DirectorySnapshot(people.Done(schema.Readers), [], clock.GetUtcNow());
    }
}
