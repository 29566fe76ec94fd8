using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that LocalHost found. The reflection on its method is done once, at start.</summary>
internal abstract class HostedFunction : FunctionDefinition
{
    private readonly Func<HostedFunctionContext, object?>[] _parameters;
    private readonly MethodInvoker _method;
    private readonly ConstructorInvoker _class;
    private readonly Type[] _services;
    private readonly MethodInvoker? _resultOfTask;

    /// <exception cref="FunctionLoadException">A parameter or the return type is one that LocalHost does not support.</exception>
    protected HostedFunction(string name, MethodInfo method)
    {
        var returned = method.ReturnType;
        if (method.IsStatic || returned.IsValueType)
            throw new FunctionLoadException($"Function '{name}' must be an instance method that returns a Task or a result.");
        Name = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        _parameters = [.. method.GetParameters().Select(parameter => ParameterBinding.For(parameter, name))];
        _method = MethodInvoker.Create(method);
        if (method.DeclaringType!.GetConstructors() is not [var constructor])
            throw new FunctionLoadException($"The class of function '{name}' must have one public constructor.");
        _class = ConstructorInvoker.Create(constructor);
        _services = [.. constructor.GetParameters().Select(parameter => parameter.ParameterType)];
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            _resultOfTask = MethodInvoker.Create(returned.GetProperty(nameof(Task<>.Result))!.GetMethod!);
    }

    public override string Name { get; }

    public override string EntryPoint { get; }

    /// <summary>
    /// Creates the class, binds the method's parameters and calls it: the innermost step of the middleware pipeline.
    /// </summary>
    public async Task InvokeAsync(HostedFunctionContext context)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _parameters[i](context);

        // Compiling a factory for each class would cost more at start than it saves in a local run.
        object?[] services = [.. _services.Select(context.Services.GetRequiredService)];
        var instance = _class.Invoke(services.AsSpan());
        var returned = _method.Invoke(instance, arguments.AsSpan());
        if (returned is Task task)
        {
            await task;
            returned = _resultOfTask?.Invoke(task);
        }

        context.Result.Value = returned;
    }
}
