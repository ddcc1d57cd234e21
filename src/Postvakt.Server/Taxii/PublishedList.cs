using Postvakt.Registers;
using Postvakt.Sharing.Publishing;

namespace Postvakt.Server.Taxii;

/// <summary>What is published, as objects; made anew when the register says something else than before. Shared by threads.</summary>
internal sealed class PublishedList
{
    private volatile Made _made = new("", []);

    public IReadOnlyList<PublishedObject> Of(IReadOnlyList<RegisterEntry> entries)
    {
        var state = string.Join(' ', entries.Select(e => FormattableString.Invariant($"{e.Id}/{e.Version}")));
        var made = _made;
        if (made.State != state) _made = made = new Made(state, PublishedObject.Of(entries.Select(Publication.Of)));
        return made.Objects;
    }

    private sealed record Made(string State, IReadOnlyList<PublishedObject> Objects);
}
