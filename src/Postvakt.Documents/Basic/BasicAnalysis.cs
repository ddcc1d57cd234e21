using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>What Basic code would do: the modules of a VBA project, or one VBScript.</summary>
internal static class BasicAnalysis
{
    /// <summary>Parses and follows code; effects and addresses go to the file, entry points and texts to the units.</summary>
    /// <param name="formValues">Values of controls: "form.control.property".</param>
    /// <param name="isScript">What stands outside of procedures runs when the file is opened.</param>
    public static void Read(InspectedFile file, IReadOnlyList<BasicUnit> units, Inspection inspection, bool isScript, IReadOnlyDictionary<string, string>? formValues = null)
    {
        var budget = inspection.Budget;
        var program = BasicProgram.Parse(units, budget, file.Properties);
        foreach (var (name, value) in formValues ?? new Dictionary<string, string>()) program.FormValues.TryAdd(name, value);
        foreach (var unit in units)
        {
            if (unit.IsCut) file.Find(FindingKinds.AnalysisIncomplete, "more procedures than are followed", unit.Name);
            foreach (var (text, line) in unit.Urls)
            {
                foreach (var url in BasicUrls.In(text)) file.Link(url, $"{unit.Name}:{line}");
            }
        }
        if (!program.Acts) return;
        var recorder = new BasicRecorder(file);
        try
        {
            Follow(program, new BasicEvaluator(program, recorder, budget), recorder, isScript);
        }
        finally
        {
            recorder.Finish();
        }
    }

    /// <summary>First what starts by itself, then what a click starts, then the rest, which nothing is known to lead to.</summary>
    private static void Follow(BasicProgram program, BasicEvaluator evaluator, BasicRecorder recorder, bool isScript)
    {
        recorder.IsDormant = !isScript;
        foreach (var unit in program.Units) evaluator.FollowOutside(unit);
        recorder.IsDormant = false;
        foreach (var procedure in All(program, p => BasicEntryPoints.StartsByItself(p.Name))) evaluator.Follow(procedure);
        foreach (var procedure in All(program, p => BasicEntryPoints.StartsOnTouch(p.Name))) evaluator.Follow(procedure);
        // A form or class that is made by code which runs comes to life with it.
        foreach (var procedure in All(program, p => p.Name is "userform_initialize" or "userform_activate" or "class_initialize" or "class_terminate")) evaluator.Follow(procedure);
        recorder.IsDormant = true;
        foreach (var procedure in All(program, _ => true)) evaluator.Follow(procedure);
    }

    private static IEnumerable<BasicProcedure> All(BasicProgram program, Func<BasicProcedure, bool> which) => program.Units.SelectMany(u => u.Procedures).Where(which);
}
