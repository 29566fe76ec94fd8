using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost.Worker;

/// <summary>A function's method, with the reflection on it done at start.</summary>
internal sealed class MethodCall
{
    private readonly Func<HostedFunctionContext, object?>[] _parameters;
    private readonly MethodInvoker _method;
    private readonly Type? _class;
    private readonly Func<object?, ValueTask<object?>> _await;

    public MethodCall(MethodInfo method, Func<HostedFunctionContext, object?>[] parameters)
    {
        _parameters = parameters;
        _method = MethodInvoker.Create(method);
        _class = method.IsStatic ? null : method.DeclaringType;
        _await = Awaiter(method.ReturnType);
    }

    /// <summary>The method's result, awaited; null for void, <see cref="Task"/> and <see cref="ValueTask"/>.</summary>
    public ValueTask<object?> Invoke(HostedFunctionContext context)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _parameters[i](context);

        // Compiling a factory per class would cost more at start than it saves a local run.
        var instance = _class is null ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, _class);
        return _await(_method.Invoke(instance, arguments.AsSpan()));
    }

    private static Func<object?, ValueTask<object?>> Awaiter(Type returned)
    {
        if (returned == typeof(Task))
            return AwaitTask;
        if (returned == typeof(ValueTask))
            return AwaitValueTask;
        if (!returned.IsGenericType)
            return ValueTask.FromResult;

        var open = returned.GetGenericTypeDefinition();
        var name = open == typeof(Task<>) ? nameof(AwaitTaskOf) : open == typeof(ValueTask<>) ? nameof(AwaitValueTaskOf) : null;
        return name is null
            ? ValueTask.FromResult
            : typeof(MethodCall).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(returned.GetGenericArguments())
                .CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    private static async ValueTask<object?> AwaitTask(object? task)
    {
        await (Task)task!;
        return null;
    }

    private static async ValueTask<object?> AwaitValueTask(object? task)
    {
        await (ValueTask)task!;
        return null;
    }

    private static async ValueTask<object?> AwaitTaskOf<T>(object? task) => await (Task<T>)task!;

    private static async ValueTask<object?> AwaitValueTaskOf<T>(object? task) => await (ValueTask<T>)task!;
}
