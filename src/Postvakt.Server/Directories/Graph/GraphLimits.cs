namespace Postvakt.Server.Directories.Graph;

/// <summary>How long and how much of Microsoft Graph.</summary>
internal sealed record GraphLimits
{
    /// <summary>One request with its answer. 60 s.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Everything. 45 min: a group costs a request at least, and the service slows down who asks much.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Longest pause that the service may ask for ("Retry-After"); longer ones are a failure, and the next refresh tries again. 2 min.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Times that one request is made. 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Pages of one list. 2,000: more people than <see cref="DirectoryText.MaxPeople"/>; a link that leads round in a circle ends here.</summary>
    public int Pages { get; init; } = 2_000;

    /// <summary>Groups whose members are read. 20,000.</summary>
    public int Groups { get; init; } = 20_000;

    /// <summary>Bytes of one answer. 32 MiB: 999 people with a hundred addresses each have a third of it.</summary>
    public int MaxAnswer { get; init; } = 32 << 20;
}
