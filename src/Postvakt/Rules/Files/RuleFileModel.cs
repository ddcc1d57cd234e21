using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary>Everything of the message model that is about files. To be bound last: it answers for files where others answer for bodies.</summary>
internal static class RuleFileModel
{
    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        FileBinding.Bind(fields);
        ExplodeBinding.Bind(fields);
        FileFunctions.Bind(fields, functions);
        CalendarBinding.Bind(fields, functions);
        CodeBinding.Bind(fields, functions);
        OletoolsBinding.Bind(fields, functions);
    }
}
