using Postvakt.Mql.Lists;
using Postvakt.Mql.Schema;

namespace Postvakt.Mql.Hosts;

/// <summary>What a program that runs rules supplies: how its objects are read, its functions, its lists. Asked once, when an engine is made; what it gives must be safe for threads.</summary>
public interface IMqlHost
{
    /// <summary>How a field is read from an object of the host; null when the host does not have it, which is not the same as a mail that has none.</summary>
    MqlAccessor? Field(MqlField field);

    /// <summary>A function that the schema calls a capability; null when the host does not have it.</summary>
    MqlFunction? Function(MqlSignature function);

    /// <summary>A list by its name, without the dollar sign; null when it is not configured.</summary>
    MqlList? List(string name);
}
