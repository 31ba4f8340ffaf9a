package dev.sekisho;

import io.fabric8.kubernetes.api.model.AttachedVolume;
import io.fabric8.kubernetes.api.model.ClientIPConfig;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapNodeConfigSource;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.DaemonEndpoint;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceSpec;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConfigSource;
import io.fabric8.kubernetes.api.model.NodeConfigStatus;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpoints;
import io.fabric8.kubernetes.api.model.NodeFeatures;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandler;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandlerFeatures;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSwapStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PortStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.ShardInfo;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerStatus;
import io.fabric8.kubernetes.api.model.networking.v1.IngressPortStatus;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressStatus;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// What Jackson makes of the kinds that we read and write, for native executables: a field of a
/// class that is not here would silently stay empty. The test computes the list anew.
@RegisterForReflection(
        targets = {
            AttachedVolume.class,
            ClientIPConfig.class,
            Condition.class,
            ConfigMap.class,
            ConfigMapNodeConfigSource.class,
            ContainerImage.class,
            DaemonEndpoint.class,
            Endpoint.class,
            EndpointConditions.class,
            EndpointHints.class,
            EndpointPort.class,
            EndpointSlice.class,
            FieldsV1.class,
            ForNode.class,
            ForZone.class,
            GenericKubernetesResource.class,
            HTTPIngressPath.class,
            HTTPIngressRuleValue.class,
            Ingress.class,
            IngressBackend.class,
            IngressClass.class,
            IngressClassParametersReference.class,
            IngressClassSpec.class,
            IngressLoadBalancerIngress.class,
            IngressLoadBalancerStatus.class,
            IngressPortStatus.class,
            IngressRule.class,
            IngressServiceBackend.class,
            IngressSpec.class,
            IngressStatus.class,
            IngressTLS.class,
            IntOrString.class,
            Lease.class,
            LeaseSpec.class,
            ListMeta.class,
            LoadBalancerIngress.class,
            LoadBalancerStatus.class,
            ManagedFieldsEntry.class,
            Namespace.class,
            NamespaceCondition.class,
            NamespaceSpec.class,
            NamespaceStatus.class,
            Node.class,
            NodeAddress.class,
            NodeCondition.class,
            NodeConfigSource.class,
            NodeConfigStatus.class,
            NodeDaemonEndpoints.class,
            NodeFeatures.class,
            NodeRuntimeHandler.class,
            NodeRuntimeHandlerFeatures.class,
            NodeSpec.class,
            NodeStatus.class,
            NodeSwapStatus.class,
            NodeSystemInfo.class,
            ObjectMeta.class,
            ObjectReference.class,
            OwnerReference.class,
            PortStatus.class,
            Quantity.class,
            Secret.class,
            Service.class,
            ServiceBackendPort.class,
            ServicePort.class,
            ServiceSpec.class,
            ServiceStatus.class,
            SessionAffinityConfig.class,
            ShardInfo.class,
            Status.class,
            StatusCause.class,
            StatusDetails.class,
            Taint.class,
            TypedLocalObjectReference.class
        })
final class KubernetesReflection {

    private KubernetesReflection() {}
}
