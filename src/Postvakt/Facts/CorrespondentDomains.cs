using Postvakt.Memory;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>Domains of the usual correspondents, prepared once for look-alike comparison and renewed when Memory's list is.</summary>
internal sealed class CorrespondentDomains(IMemory memory)
{
    private const int MaxUsual = 150;
    private const int MinMessages = 5;
    private IReadOnlyList<(string Domain, int Messages)>? _source;
    private bool? _seesOwnMail;
    private HashSet<string> _all = [];
    private HashSet<string> _wellKnown = [];
    private (string, DomainLook)[] _usual = [];

    /// <summary>Registrable domains with at least five messages, most frequent first, at most 150.</summary>
    public IReadOnlyList<(string Domain, DomainLook Look)> Usual
    {
        get
        {
            Renew();
            return _usual;
        }
    }

    public bool Contains(string domain)
    {
        Renew();
        return _all.Contains(domain);
    }

    /// <summary>At least five messages came from this registrable domain: somebody may want to look like it.</summary>
    public bool IsWellKnown(string registrable)
    {
        Renew();
        return _wellKnown.Contains(registrable);
    }

    /// <summary>Mail of the organisation's own people is learned here too.</summary>
    public bool SeesOwnMail(JudgeOptions options)
    {
        Renew();
        return _seesOwnMail ??= _all.Any(d => MessageProfile.IsOwn(d, options));
    }

    private void Renew()
    {
        var source = memory.Domains;
        if (ReferenceEquals(source, _source)) return;
        _source = source;
        _seesOwnMail = null;
        _all = [.. source.Select(d => d.Domain)];
        var wellKnown = source.Where(d => d.Messages >= MinMessages).Select(d => PublicSuffixList.RegistrableDomain(d.Domain)).Distinct().ToArray();
        _wellKnown = [.. wellKnown];
        _usual = [.. wellKnown.Take(MaxUsual).Select(d => (d, DomainLook.Of(d)))];
    }
}
