namespace Postvakt.Storage.Postgres;

/// <summary>Where the shared store is.</summary>
public sealed record PostgresOptions
{
    /// <summary>Npgsql connection string; a secret when it holds a password: never logged.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Schema that holds the tables, so that a database can be shared with others. "postvakt".</summary>
    public string Schema { get; init; } = "postvakt";

    /// <summary>Organisation whose rows this node reads and writes. "default".</summary>
    public string Org { get; init; } = "default";

    /// <summary>Name of this node among those that share the store; its audit chain bears it. The machine's name.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Longest wait for one answer. 10 s: a mail whose store does not answer is deferred well before its sender gives up waiting.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transaction that lost against another node's is tried again. 5: more means a fault that trying does not cure.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Time that the list of correspondents' domains and the depth of Memory may lag behind other nodes. 60 s.</summary>
    public TimeSpan DomainsAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Everything that is wrong with the values, in sentences; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (ConnectionString.Length == 0) yield return "the connection string is empty";
        // The name is written into statements.
        if (Schema.Length is 0 or > 50 || !char.IsAsciiLetterLower(Schema[0]) || !Schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            yield return "the schema's name must begin with a small letter and hold only small letters, digits and _, at most 50";
        if (Org.Length is 0 or > 100) yield return "the organisation's name must have 1 to 100 characters";
        if (Node.Length is 0 or > 100) yield return "the node's name must have 1 to 100 characters";
        if (CommandTimeout < TimeSpan.FromSeconds(1)) yield return "the command timeout must be a second or more";
        if (Retries is < 0 or > 50) yield return "retries must be between 0 and 50";
    }
}
